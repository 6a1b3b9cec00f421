import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isHolderGone, withLock } from '../../../scripts/setup/lock.mjs';

function lockFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('isHolderGone', () => {
  const running = { isRunning: (pid: number) => pid === 41, startTime: () => '900' };

  it('sees a holder that runs', () => {
    expect(isHolderGone('41 900', running)).toBe(false);
  });

  it('sees that the holder died', () => {
    expect(isHolderGone('40 900', running)).toBe(true);
  });

  it('sees that the number belongs to a later process', () => {
    expect(isHolderGone('41 800', running)).toBe(true);
  });

  it('goes by the number alone where start times are not told', () => {
    expect(isHolderGone('41 ', { ...running, startTime: () => undefined })).toBe(false);
  });

  it('takes a lock that names nobody for nobody’s', () => {
    expect(isHolderGone('', running)).toBe(true);
  });
});

describe('withLock', () => {
  it('runs one at a time and tells who waits for whom', async () => {
    const path = join(lockFolder(), 'lock');
    const events: string[] = [];
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const first = withLock({ path, onWait: () => events.push('first waits') }, async () => {
      events.push('first in');
      await released;
      events.push('first out');
    });
    const onWait = (holder: number): void => {
      events.push(`second waits for ${holder === process.pid ? 'first' : String(holder)}`);
      release();
    };
    await withLock({ path, onWait }, () => Promise.resolve(events.push('second in')));
    await first;
    expect(events).toEqual(['first in', 'second waits for first', 'first out', 'second in']);
  });

  it('takes over from a process that died, and leaves no file behind', async () => {
    const folder = lockFolder();
    const path = join(folder, 'lock');
    writeFileSync(path, '4194999 1');
    expect(await withLock({ path, onWait: () => expect.unreachable() }, () => Promise.resolve('done'))).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lets go when the work fails', async () => {
    const path = join(lockFolder(), 'lock');
    await expect(withLock({ path, onWait: () => undefined }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });

  it('stops waiting when it is told to', async () => {
    const path = join(lockFolder(), 'lock');
    await withLock({ path, onWait: () => undefined }, async () => {
      const stop = new AbortController();
      const waiting = withLock({ path, onWait: () => stop.abort(), signal: stop.signal }, () => Promise.resolve());
      await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
      expect(existsSync(path)).toBe(true);
    });
  });
});
