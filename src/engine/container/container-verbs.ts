import { ExecError, StartError, TimeoutError } from '../../errors.ts';
import type { CallOptions, ExecOptions } from '../lifecycle/stack.ts';
import type { ContainerFacts, ContainerSummary, ExecOutcome } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { awaitReadiness, type ReadinessOptions } from './await-readiness.ts';
import { type Container, type ContainerReference, idOf, startedContainer, type StartedContainer } from './container-handle.ts';
import { discard } from './create-single.ts';
import { inspectStarted, startChoosingPorts } from './run.ts';
import { withRuntime } from '../backends/with-runtime.ts';

/** Options of a removal. */
export interface RemoveOptions extends CallOptions {
  /** Remove it also while it runs, by killing it; default false. */
  readonly force?: boolean;
  /** Remove its anonymous volumes too; default false. */
  readonly volumes?: boolean;
}

/** Options of `list`. */
export interface ListOptions extends CallOptions {
  /** Those that do not run, too; default false. */
  readonly all?: boolean;
  /** Only those that carry each of these labels, as `key` or `key=value`. */
  readonly labels?: readonly string[];
}

const EXEC_TAIL = 2000;

const missing = (id: string): StartError =>
  new StartError('RESOURCE_MISSING', `There is no container "${id}" on the engine.\n  It was removed, or never existed: correct the name, or create it again.`);

/** A container that must be there. */
export const requireContainer = async (runtime: Runtime, id: string, signal: AbortSignal | undefined): Promise<ContainerFacts> => {
  const container = await runtime.containers.inspect(id, { signal });
  if (container === null) throw missing(id);
  return container;
};

export const inspect = (container: ContainerReference, options: CallOptions = {}): Promise<ContainerFacts> =>
  withRuntime(options, (runtime) => requireContainer(runtime, idOf(container), options.signal));

export const list = (options: ListOptions = {}): Promise<readonly ContainerSummary[]> =>
  withRuntime(options, (runtime) => runtime.containers.list(options.labels ?? [], { all: options.all, signal: options.signal }));

export const start = (container: ContainerReference, options: CallOptions & ReadinessOptions = {}): Promise<StartedContainer> =>
  withRuntime(options, async (runtime) => {
    const { signal } = options;
    const before = await requireContainer(runtime, idOf(container), signal);
    await startChoosingPorts(runtime, before.id, true, signal);
    const facts = await inspectStarted(runtime, before.id, before.name, signal);
    if (facts !== null) await awaitReadiness(runtime, facts, options, signal);
    const { Image: image } = (before.raw['Config'] ?? {}) as { readonly Image?: string };
    const handle: Container = {
      id: before.id,
      name: before.name,
      image: image ?? before.imageId,
      warnings: [],
      // What `create` gave knows the volumes that were made for it.
      [Symbol.asyncDispose]: async () => {
        if (typeof container !== 'string' && container[Symbol.asyncDispose] !== undefined) await container[Symbol.asyncDispose]?.();
        else await withRuntime({}, (again) => discard(again, before.id, []));
      },
    };
    return startedContainer(handle, facts?.ports ?? {}, runtime.host);
  });

export const stop = (container: ContainerReference, options: CallOptions & { readonly timeoutMs?: number } = {}): Promise<void> =>
  withRuntime(options, (runtime) => runtime.containers.stop(idOf(container), { signal: options.signal, timeoutSeconds: options.timeoutMs === undefined ? undefined : Math.ceil(options.timeoutMs / 1000) }));

export const remove = (container: ContainerReference, options: RemoveOptions = {}): Promise<void> =>
  withRuntime(options, async (runtime) => {
    const { force = false, volumes = false, signal } = options;
    const { id, name, state } = await requireContainer(runtime, idOf(container), signal);
    if (!force && (state.running || state.status === 'paused')) {
      throw new StartError('RESOURCE_CONFLICT', `Container "${name}" is ${state.status} and was not removed.\n  Stop it first, or remove it with { force: true }.`);
    }
    await runtime.containers.remove(id, { force, volumes, signal });
  });

export const removeIfExists = (container: ContainerReference, options: CallOptions = {}): Promise<boolean> =>
  withRuntime(options, async (runtime) => {
    const found = await runtime.containers.inspect(idOf(container), { signal: options.signal });
    if (found === null) return false;
    await runtime.containers.remove(found.id, { force: true, volumes: true, signal: options.signal });
    return true;
  });

export const exec = (container: ContainerReference, command: readonly string[], options: ExecOptions = {}): Promise<ExecOutcome> =>
  withRuntime(options, async (runtime) => {
    const { throwOnError = false, signal, ...body } = options;
    const outcome = await runtime.containers.exec(idOf(container), { command, ...body }, { signal });
    if (!throwOnError || outcome.exitCode === 0) return outcome;
    const output = `${outcome.stderr}${outcome.stdout}`.trim().slice(-EXEC_TAIL);
    throw new ExecError('EXEC_FAILED', `${JSON.stringify(command)} in container "${idOf(container)}" exited with code ${String(outcome.exitCode)}.\n  ${output === '' ? 'It wrote nothing.' : output.replaceAll('\n', '\n  ')}`, { exitCode: outcome.exitCode });
  });

export const wait = (container: ContainerReference, options: CallOptions & { readonly timeoutMs?: number } = {}): Promise<number> =>
  withRuntime(options, async (runtime) => {
    const { signal, timeoutMs } = options;
    const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const signals = [signal, timeout].filter((one) => one !== undefined);
    try {
      return await runtime.containers.wait(idOf(container), { signal: AbortSignal.any(signals) });
    } catch (error) {
      if (timeout === undefined || error !== timeout.reason) throw error;
      throw new TimeoutError(`Container "${idOf(container)}" had not ended after ${String(timeoutMs)} ms.\n  Raise timeoutMs, stop the container, or read its log to learn what it does.`, { cause: error });
    }
  });
