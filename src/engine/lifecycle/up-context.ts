import type { LimitFunction } from 'p-limit';
import type { Warning } from '../compose/resolved.ts';
import type { StackPlan } from '../plan/stack-plan.ts';
import type { ContainerSummary, ImageFacts, Runtime } from '../runtime/runtime.ts';
import type { ContainerWatch } from './container-watch.ts';
import type { Ledger } from './ledger.ts';
import type { Progress } from './progress.ts';
import type { Gates } from './service-gates.ts';
import type { UpOptions } from './up-options.ts';

/** Everything that the parts of one `up` share. */
export interface UpContext {
  readonly runtime: Runtime;
  readonly plan: StackPlan;
  readonly options: UpOptions;
  readonly progress: Progress;
  readonly ledger: Ledger;
  /** Aborts, with the error as its reason, when the `up` has failed; and when it is over. */
  readonly signal: AbortSignal;
  /** For requests that change something: aborts only some time after `signal`, so that their outcome is usually known. */
  readonly settleSignal: AbortSignal;
  /** Ends the `up` with this error, unless it has ended already. */
  readonly fail: (error: unknown) => void;
  readonly watch: ContainerWatch;
  readonly gates: Gates;
  readonly images: ReadonlyMap<string, ImageFacts>;
  readonly existing: readonly ContainerSummary[];
  /** Bounds how many containers the engine creates or starts at once. */
  readonly limit: LimitFunction;
  readonly warn: (warning: Warning) => void;
}
