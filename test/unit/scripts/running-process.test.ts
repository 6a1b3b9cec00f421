import { describe, expect, it } from 'vitest';
import { isStalePid, parsePid, parseProcessStat } from '../../../scripts/setup/running-process.mjs';

describe('isStalePid', () => {
  const nameOf = (pid: number): string | undefined => new Map([[41, 'dockerd'], [42, 'sleep']]).get(pid);

  it('takes the file of a running daemon for valid', () => {
    expect(isStalePid('41\n', 'dockerd', nameOf)).toBe(false);
  });

  it('takes the file of a dead daemon for stale', () => {
    expect(isStalePid('40', 'dockerd', nameOf)).toBe(true);
  });

  it('takes a number that belongs to another program by now for stale', () => {
    expect(isStalePid('42', 'dockerd', nameOf)).toBe(true);
  });

  it('takes a file without a number for stale', () => {
    expect(isStalePid('', 'dockerd', nameOf)).toBe(true);
  });
});

describe('parsePid', () => {
  it.each([['17\n', 17], [' 17 ', 17], ['0', undefined], ['-1', undefined], ['x', undefined], ['', undefined], [undefined, undefined]])(
    'reads %j as %j',
    (text, pid) => {
      expect(parsePid(text)).toBe(pid);
    },
  );
});

describe('parseProcessStat', () => {
  it('reads a name that holds spaces and parentheses', () => {
    const fields = ['S', ...Array.from({ length: 18 }, () => '0'), '4711', '0'];
    expect(parseProcessStat(`7 (a (b) c) ${fields.join(' ')}`)).toEqual({ name: 'a (b) c', state: 'S', startTime: '4711' });
  });
});
