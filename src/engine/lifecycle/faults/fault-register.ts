import { TimeoutError } from '../../../errors.ts';
import { abortable } from '../../readiness/abortable.ts';
import type { Fault, FaultHealOptions, FaultKind, HealOptions } from './fault.ts';
import { notUndone } from './fault-errors.ts';

/** A container that ran before a fault. */
export interface Ran {
  readonly id: string;
  readonly name: string;
  readonly service: string;
}

/** What is done to a stack, and what undoes it. */
export interface Deed {
  readonly kind: FaultKind;
  readonly services: readonly string[];
  /** What has to run, and to be ready, once it is undone. */
  readonly ran: readonly Ran[];
  readonly act: () => Promise<void>;
  /** Takes back what was done to the containers' state or network; what is not there any more is as wanted. */
  readonly undo?: (signal: AbortSignal) => Promise<void>;
  /** When it fails, it is undone at once: nothing of it is to stay. */
  readonly whole?: boolean;
  /** Once it is done all is as before, as after a restart: only one that failed has to be undone. */
  readonly momentary?: boolean;
}

/** What all faults have in common at their end. */
export interface Restoring {
  readonly project: string;
  /** Starts what does not run of these and resolves when they are ready; `broken` are under another fault, so they are not waited for. */
  readonly restore: (ran: readonly Ran[], broken: ReadonlySet<string>, options: { readonly signal: AbortSignal; readonly timeoutMs: number }) => Promise<void>;
}

interface Entry {
  readonly fault: Fault;
  readonly deed: Deed;
  readonly acting: Promise<unknown>;
}

interface Failure {
  readonly entries: readonly Entry[];
  readonly error: unknown;
}

const DEFAULT_TIMEOUT_MS = 60_000;

const words = ({ kind, services }: Deed): string => `${kind} of ${services.map((name) => `"${name}"`).join(', ')}`;

/** The faults of one stack: each is noted before it is made, so that what fails half-way is undone too. */
export class FaultRegister {
  readonly #restoring: Restoring;
  #entries: readonly Entry[] = [];
  #healing: Promise<unknown> = Promise.resolve();

  constructor(restoring: Restoring) {
    this.#restoring = restoring;
  }

  /** Oldest first. */
  get open(): readonly Fault[] {
    return this.#entries.map(({ fault }) => fault);
  }

  /** Makes a fault. */
  async make(deed: Deed): Promise<Fault> {
    const { kind, services } = deed;
    const heal: Fault['heal'] = async (options = {}) => this.#inTurn(async () => this.#heal((entry) => entry.fault === fault, options));
    const fault: Fault = { kind, services, heal, [Symbol.asyncDispose]: heal };
    const acting = deed.act();
    this.#entries = [...this.#entries, { fault, deed, acting }];
    try {
      await acting;
      if (deed.momentary === true) this.#entries = this.#entries.filter((entry) => entry.fault !== fault);
      return fault;
    } catch (error) {
      if (deed.whole === true) await this.#takeBack(fault, error);
      throw error;
    }
  }

  /** Undoes all faults but those that are to stay, the newest first. @throws FaultError FAULT_NOT_UNDONE when all has been tried */
  async heal({ except = [], ...options }: HealOptions = {}): Promise<void> {
    await this.#inTurn(async () => this.#heal(({ fault }) => !except.includes(fault), options));
  }

  /** Services are gone, those named or all, and their faults with them. */
  forget(services?: readonly string[]): void {
    const without = ({ deed, ...entry }: Entry): Entry => ({ ...entry, deed: { ...deed, ran: deed.ran.filter(({ service }) => services?.includes(service) === false) } });
    this.#entries = services === undefined ? [] : this.#entries.map(without).filter(({ deed }) => deed.ran.length > 0);
  }

  async #inTurn(act: () => Promise<void>): Promise<void> {
    const turn = this.#healing.then(act);
    this.#healing = turn.catch(() => {});
    await turn;
  }

  async #takeBack(fault: Fault, error: unknown): Promise<void> {
    try {
      await fault.heal();
    } catch (left) {
      if (error instanceof Error && left instanceof Error) error.message += `\n${left.message}`;
    }
  }

  async #heal(chosen: (entry: Entry) => boolean, options: FaultHealOptions): Promise<void> {
    const entries = this.#entries.filter(chosen).reverse();
    if (entries.length === 0) return;
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal: wanted } = options;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new TimeoutError(`It was not undone within ${String(timeoutMs)} ms.`)), timeoutMs);
    const signal = wanted === undefined ? late.signal : AbortSignal.any([late.signal, wanted]);
    let failures: readonly Failure[];
    try {
      failures = await this.#undo(entries, signal);
    } finally {
      clearTimeout(timer);
    }
    const undone = entries.filter((entry) => !failures.some((failure) => failure.entries.includes(entry)));
    failures = [...failures, ...(await this.#restore(undone, { timeoutMs, signal: wanted ?? new AbortController().signal }))];
    wanted?.throwIfAborted();
    if (failures.length > 0) throw notUndone(this.#restoring.project, failures.map(({ entries: of, error }) => ({ what: of.map(({ deed }) => words(deed)).join(', '), error })));
    this.#entries = this.#entries.filter((entry) => !entries.includes(entry));
  }

  async #undo(entries: readonly Entry[], signal: AbortSignal): Promise<readonly Failure[]> {
    const failures: Failure[] = [];
    for (const entry of entries) {
      const { deed, acting } = entry;
      try {
        // What is still being done, as where a test ran out of time, would be done after it was undone.
        await abortable(acting.catch(() => {}), signal);
        await deed.undo?.(signal);
      } catch (error) {
        failures.push({ entries: [entry], error });
      }
    }
    return failures;
  }

  async #restore(entries: readonly Entry[], options: { readonly signal: AbortSignal; readonly timeoutMs: number }): Promise<readonly Failure[]> {
    const ran = [...new Map(entries.flatMap(({ deed }) => deed.ran).map((container) => [container.id, container])).values()];
    const others = this.#entries.filter((entry) => !entries.includes(entry));
    const broken = new Set(others.flatMap(({ deed }) => deed.ran).map(({ id }) => id));
    try {
      await this.#restoring.restore(ran, broken, options);
      return [];
    } catch (error) {
      return [{ entries, error }];
    }
  }
}
