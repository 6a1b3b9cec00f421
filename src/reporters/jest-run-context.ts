import type { StackSnapshot } from '../engine/lifecycle/stack.ts';

/** What the global setup tells everything that runs tests, as plain data. */
export interface RunContext {
  /** Eight hexadecimal digits, new for each run, also in watch mode. */
  readonly id: string;
  /** When the run began, as a name that files can have. */
  readonly startedAt: string;
  /** The process that runs the global setup: what a Jest inside a test of another one inherits is not its own. */
  readonly pid: number;
  readonly stacks: Readonly<Record<string, StackSnapshot>>;
  /** Why there is no engine, where the setup was told to go on without one; the stacks then only look like some. */
  readonly unavailable?: string;
}

/** Workers inherit the environment of the main process, and nothing else of it. */
const VARIABLE = 'SEAWORTHY_JEST_RUN';

export function writeRunContext(context: RunContext | undefined): void {
  if (context === undefined) Reflect.deleteProperty(process.env, VARIABLE);
  else process.env[VARIABLE] = JSON.stringify(context);
}

/** What the global setup of this run left; absent without one. */
export function readRunContext(): RunContext | undefined {
  const text = process.env[VARIABLE];
  return text === undefined ? undefined : (JSON.parse(text) as RunContext);
}
