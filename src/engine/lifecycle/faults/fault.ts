import type { CallOptions } from '../stack.ts';

/** The verb that a fault was made by. */
export type FaultKind = 'stop' | 'kill' | 'pause' | 'restart' | 'disconnect' | 'partition' | 'degrade';

export interface FaultHealOptions extends CallOptions {
  /** How long undoing it and becoming ready again may take each, in milliseconds; default 60 000. */
  readonly timeoutMs?: number;
}

/**
 * Something that was done to a running stack to see how what depends on it copes. `await using fault = await db.pause()`
 * undoes it at the end of the block, whatever happens in it.
 */
export interface Fault extends AsyncDisposable {
  readonly kind: FaultKind;
  /** The services that it was done to. */
  readonly services: readonly string[];
  /**
   * Undoes it and resolves when its services are ready again. What is as it was already, because it was started,
   * unpaused or connected meanwhile, stays as it is; a second call does nothing.
   *
   * @throws FaultError FAULT_NOT_UNDONE; a later call tries again
   */
  heal(options?: FaultHealOptions): Promise<void>;
}

export interface HealOptions extends FaultHealOptions {
  /** Faults that stay, as those of a `beforeAll`; default none. */
  readonly except?: readonly Fault[];
}

/** Where the commands that change a container's network come from. */
export interface NetworkFaultOptions extends CallOptions {
  /**
   * Image with the commands: `sh` and `ip` for a partition (`busybox`, any Alpine), `sh` and `tc` of iproute2 for latency
   * and loss. It is pulled when it is missing. Default: `SEAWORTHY_FAULT_IMAGE`, else an image of the stack that has them.
   */
  readonly image?: string;
}

export interface DegradeOptions extends NetworkFaultOptions {
  /** Added to everything the service sends, in milliseconds; default 0. */
  readonly latencyMs?: number;
  /** How much the latency varies to either side, in milliseconds; default 0. */
  readonly jitterMs?: number;
  /** How much of what the service sends is lost, in percent; default 0. */
  readonly lossPercent?: number;
}
