import { describe, expect, it } from 'vitest';
import { moment, oneOf, secondsInMs, variables } from '../../../src/cli/flag-values.ts';
import { humanDuration } from '../../../src/cli/human-duration.ts';
import { drawRows } from '../../../src/cli/progress-view.ts';

describe('values of options', () => {
  it.each([
    ['42m', 1_000_000_000 - 42 * 60_000],
    ['1h30s', 1_000_000_000 - 3_630_000],
    ['2026-01-31T13:23:37Z', Date.UTC(2026, 0, 31, 13, 23, 37)],
    ['1700000000', 1_700_000_000_000],
  ])('takes %s for a moment', (value, timeMs) => {
    expect(moment(value, '--since', 'logs', 1_000_000_000)).toBe(timeMs);
  });

  it.each<readonly [string, () => unknown]>([
    ['--since takes a time such as 2026-01-31T13:23:37Z or how long ago, such as 42m, and was given "soon"', () => moment('soon', '--since', 'logs', 0)],
    ['--timeout takes a whole number, and was given "-1"', () => secondsInMs('-1', '--timeout', 'stop')],
    ['--rmi takes "local", "all", and was given "some"', () => oneOf('some', ['local', 'all'], '--rmi', 'down')],
  ])('refuses: %s', (message, read) => {
    expect(read).toThrow(expect.objectContaining({ name: 'UsageError', message }));
  });

  it('takes a variable without a value from the environment, and one that is not there for unset', () => {
    expect(variables(['A=1=2', 'B', 'C', 'D='], { B: 'here' })).toEqual({ A: '1=2', B: 'here', C: null, D: '' });
  });
});

describe('humanDuration', () => {
  it.each([
    [400, 'Less than a second'],
    [1_900, '1 second'],
    [59_000, '59 seconds'],
    [61_000, 'About a minute'],
    [150_000, '2 minutes'],
    [3_700_000, 'About an hour'],
    [7_300_000, '2 hours'],
    [3 * 86_400_000, '3 days'],
    [21 * 86_400_000, '3 weeks'],
    [90 * 86_400_000, '3 months'],
    [800 * 86_400_000, '2 years'],
  ])('says %i ms as docker ps does', (ms, words) => {
    expect(humanDuration(ms)).toBe(words);
  });
});

describe('drawRows', () => {
  const row = (subject: string, state: 'busy' | 'done', startedMs: number) => ({ subject, text: 'pulling a layer', state, startedMs });

  it('fits on the screen: what is done gives way to what is not', () => {
    const rows = [row('db', 'busy', 0), row('cache', 'done', 0), row('web', 'busy', 500)];
    expect(drawRows(rows, 1_500, { columns: 24, rows: 3, coloured: false })).toEqual([' … db   pulling a… 1.5s', ' … web  pulling a… 1.0s']);
  });
});
