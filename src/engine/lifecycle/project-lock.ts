import { createHash } from 'node:crypto';
import { TimeoutError } from '../../errors.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { withFileLock } from './file-lock.ts';
import type { UpOptions } from './up-options.ts';

const DEFAULT_TIMEOUT_MS = 120_000;

const byWhom = (pid: number | undefined): string => {
  if (pid === undefined) return 'another process';
  return pid === process.pid ? 'this process' : `process ${String(pid)}`;
};

/**
 * Runs one `up` of a project at a time, among the processes of this user on this machine: the next begins when the one
 * before has succeeded or has put everything back. It waits at most `timeoutMs`, which then begins anew for its own work.
 *
 * @throws TimeoutError that says whose `up` it waited for; the signal's reason when that aborts.
 */
export const withProjectLock = async <T>(runtime: Runtime, project: string, options: Pick<UpOptions, 'signal' | 'timeoutMs' | 'onProgress'>, act: () => Promise<T>): Promise<T> => {
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const waiting = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onWait = (pid: number | undefined): void => {
    options.onProgress?.({ text: `waiting for another up of project "${project}", in ${byWhom(pid)}` });
    const message = `Project "${project}" was not free within ${String(timeoutMs)} ms: another up of it, in ${byWhom(pid)}, is still under way.\n  Let that one end, give this one more time with timeoutMs, or another name with projectName.`;
    timer = setTimeout(() => waiting.abort(new TimeoutError(message)), timeoutMs);
  };
  const name = createHash('sha256').update(`${runtime.endpoint}\n${project}`).digest('hex').slice(0, 32);
  try {
    return await withFileLock('projects', name, { signal: signal === undefined ? waiting.signal : AbortSignal.any([waiting.signal, signal]), onWait }, () => {
      clearTimeout(timer);
      return act();
    });
  } finally {
    clearTimeout(timer);
  }
};
