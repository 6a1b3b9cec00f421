import type { LimitFunction } from 'p-limit';
import type { Warning } from '../compose/resolved.ts';
import type { StackPlan } from '../plan/stack-plan.ts';
import type { ImageFacts } from '../runtime/images.ts';
import type { NetworkFacts } from '../runtime/networks.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ContainerWatch } from './container-watch.ts';
import type { ServiceActions } from './converge.ts';
import type { ExistingProject } from './find-existing.ts';
import type { Foretold } from './foretold.ts';
import type { Ledger } from './ledger.ts';
import type { PlacedContainer } from './place-containers.ts';
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
  /** The same, while the error is still being found; absent where it is none that ends the `up`. */
  readonly foretell: ((failure: Foretold) => void) | undefined;
  readonly watch: ContainerWatch;
  readonly gates: Gates;
  readonly images: ReadonlyMap<string, ImageFacts>;
  readonly existing: ExistingProject;
  /** What is to be done with each service's containers. */
  readonly actions: ReadonlyMap<string, ServiceActions>;
  /** Networks that are there and have to be made anew, by name. */
  readonly changedNetworks: ReadonlyMap<string, NetworkFacts>;
  /** The containers of each service, from when they exist. */
  readonly placed: Map<string, readonly PlacedContainer[]>;
  /** When each container was started, by id, on the process's clock; 0 where it has shown since that it runs. */
  readonly started: Map<string, number>;
  /** Bounds how many containers the engine creates or starts at once. */
  readonly limit: LimitFunction;
  readonly warn: (warning: Warning) => void;
}
