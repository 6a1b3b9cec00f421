/** The matchers as plain functions: `expect.extend(matchers)` registers them wherever a runner's `expect` takes such. */
export type { MatcherContext, MatcherOptions, MatcherOutcome } from './matcher-outcome.ts';
export type { SeaworthyMatchers } from './seaworthy-matchers.ts';
export type { TextPattern } from './text-pattern.ts';
export { toBeHealthy } from './to-be-healthy.ts';
export { toBeRunning } from './to-be-running.ts';
export { toExec, type ExpectedExec, type ToExecOptions } from './to-exec.ts';
export { toHaveExited } from './to-have-exited.ts';
export { toHaveLogged, type LoggedOptions } from './to-have-logged.ts';
export { toHavePublished } from './to-have-published.ts';
export { toHaveRestarted } from './to-have-restarted.ts';
export { toReach } from './to-reach.ts';
