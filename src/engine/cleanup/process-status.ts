import { readFileSync } from 'node:fs';

/** What can be learned of a process by its number. */
export type ProcessStatus =
  | { readonly state: 'gone' }
  /** Its start is told in the system's own unit; empty where the system does not tell. */
  | { readonly state: 'running'; readonly started: string };

/** The fields of /proc/PID/stat after the name, which stands in parentheses and may itself hold any of them: see proc(5). */
const STATE = 0;
const START_TIME = 19;
/** States of a process that has ended and that nobody has reaped yet. */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X', 'x']);

/** Reads the text of /proc/PID/stat. */
export const parseProcessStat = (text: string): ProcessStatus => {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ENDED.has(fields[STATE] ?? '') ? { state: 'gone' } : { state: 'running', started: fields[START_TIME] ?? '' };
};

/** Whether the system has such a process; one of another user counts, although it may not be signalled. */
const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/** Looks a process up. What the system hides is taken for running: nobody may conclude from silence that it has ended. */
export const lookUpProcess = (pid: number): ProcessStatus => {
  if (!exists(pid)) return { state: 'gone' };
  try {
    return parseProcessStat(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    // No /proc, or not for this user, or it ended just now: the next look will tell.
    return { state: 'running', started: '' };
  }
};
