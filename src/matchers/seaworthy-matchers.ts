import type { MatcherOptions } from './matcher-outcome.ts';
import type { ExpectedExec, ToExecOptions } from './to-exec.ts';
import type { LoggedOptions } from './to-have-logged.ts';

/** The matchers as `expect(stack.services.db)` has them. All but `toHavePublished` have to be awaited. */
export interface SeaworthyMatchers {
  /** The service's container runs: it is neither paused, nor ended, nor between two starts. */
  toBeRunning(options?: MatcherOptions): Promise<void>;
  /** The service runs and its healthcheck passes now; the command is run for this, whatever its interval. */
  toBeHealthy(options?: MatcherOptions): Promise<void>;
  /** The service's container has ended, with the exit code where one is given. */
  toHaveExited(code?: number, options?: MatcherOptions): Promise<void>;
  /** A line of the service's log contains the text, or the expression finds something in it. */
  toHaveLogged(sought: string | RegExp, options?: LoggedOptions): Promise<void>;
  /** The container port is published on the host. Not to be awaited. */
  toHavePublished(port: number, protocol?: 'tcp' | 'udp'): void;
  /** The command, run once in the service's container, ends as expected: with exit code 0 where nothing else is said. */
  toExec(command: readonly string[], expected?: ExpectedExec, options?: ToExecOptions): Promise<void>;
  /** From inside the service's container, a TCP connection to that port of another service can be made. */
  toReach(service: string | { readonly name: string }, port: number, options?: MatcherOptions): Promise<void>;
  /** The engine has restarted the service's container by its restart policy, that many times or at least once. */
  toHaveRestarted(count?: number, options?: MatcherOptions): Promise<void>;
}
