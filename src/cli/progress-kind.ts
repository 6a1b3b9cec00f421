import type { Screen } from './output.ts';
import { UsageError } from './usage-error.ts';

/** How a command shows what it is doing: lines that are rewritten, lines that are added, or nothing. */
export type ProgressKind = 'tty' | 'plain' | 'quiet';

/** @throws UsageError */
export const parseProgress = (value: string | undefined, screen: Screen): ProgressKind => {
  if (value === undefined || value === 'auto') return screen.isTerminal ? 'tty' : 'plain';
  if (value === 'tty' || value === 'plain' || value === 'quiet') return value;
  throw new UsageError(`unknown kind of progress "${value}"; use "auto", "tty", "plain" or "quiet"`);
};
