import { StartError } from '../../errors.ts';
import { awaitExit } from '../lifecycle/await-exit.ts';
import { failedExec } from '../lifecycle/failed-exec.ts';
import type { CallOptions, ExecOptions } from '../lifecycle/stack.ts';
import type { ContainerFacts, ContainerSummary, ExecOutcome } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { awaitReadiness, checkReadiness, type ReadinessOptions } from './await-readiness.ts';
import { type Container, type ContainerReference, idOf, nameOf, startedContainer, type StartedContainer } from './container-handle.ts';
import { discard } from './create-single.ts';
import { inspectStarted, startChoosingPorts } from './run.ts';
import { onEngine, withEngineOf } from './on-engine.ts';
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

/** What its spec publishes, also while it does not run. */
const publishedBy = ({ raw }: ContainerFacts): readonly string[] => {
  const { PortBindings } = (raw['HostConfig'] ?? {}) as { readonly PortBindings?: object | null };
  return Object.keys(PortBindings ?? {});
};

const missing = (id: string): StartError =>
  new StartError('RESOURCE_MISSING', `There is no container "${id}" on the engine.\n  It was removed, or never existed: correct the name, or create it again.`);

/** A container that must be there. */
export const requireContainer = async (runtime: Runtime, id: string, signal: AbortSignal | undefined): Promise<ContainerFacts> => {
  const container = await runtime.containers.inspect(id, { signal });
  if (container === null) throw missing(id);
  return container;
};

export const inspect = (container: ContainerReference, options: CallOptions = {}): Promise<ContainerFacts> =>
  withEngineOf(container, options, (runtime) => requireContainer(runtime, idOf(container), options.signal));

export const list = (options: ListOptions = {}): Promise<readonly ContainerSummary[]> =>
  withRuntime(options, (runtime) => runtime.containers.list(options.labels ?? [], { all: options.all, signal: options.signal }));

export const start = (container: ContainerReference, options: CallOptions & ReadinessOptions = {}): Promise<StartedContainer> =>
  withEngineOf(container, options, async (runtime) => {
    const { signal } = options;
    const before = await requireContainer(runtime, idOf(container), signal);
    const { id, name, healthcheck } = before;
    checkReadiness({ name, healthcheck, publishes: publishedBy(before) }, options.ready);
    await startChoosingPorts(runtime, before.id, true, signal);
    const facts = await inspectStarted(runtime, before.id, before.name, signal);
    await awaitReadiness(runtime, { id, name, healthcheck, facts }, options, signal);
    const { Image: image } = (before.raw['Config'] ?? {}) as { readonly Image?: string };
    const handle: Container = {
      ...onEngine(runtime, before.name),
      id: before.id,
      name: before.name,
      image: image ?? before.imageId,
      warnings: [],
      // What `create` gave knows the volumes that were made for it.
      [Symbol.asyncDispose]: async () => {
        if (typeof container !== 'string' && container[Symbol.asyncDispose] !== undefined) await container[Symbol.asyncDispose]?.();
        else await withEngineOf(handle, {}, (again) => discard(again, before.id, []));
      },
    };
    return startedContainer(handle, facts?.ports ?? {}, runtime.host);
  });

export const stop = (container: ContainerReference, options: CallOptions & { readonly timeoutMs?: number } = {}): Promise<void> =>
  withEngineOf(container, options, (runtime) => runtime.containers.stop(idOf(container), { signal: options.signal, timeoutSeconds: options.timeoutMs === undefined ? undefined : Math.ceil(options.timeoutMs / 1000) }));

export const remove = (container: ContainerReference, options: RemoveOptions = {}): Promise<void> =>
  withEngineOf(container, options, async (runtime) => {
    const { force = false, volumes = false, signal } = options;
    const { id, name, state } = await requireContainer(runtime, idOf(container), signal);
    if (!force && (state.running || state.status === 'paused')) {
      throw new StartError('RESOURCE_CONFLICT', `Container "${name}" is ${state.status} and was not removed.\n  Stop it first, or remove it with { force: true }.`);
    }
    await runtime.containers.remove(id, { force, volumes, signal });
  });

export const removeIfExists = (container: ContainerReference, options: CallOptions = {}): Promise<boolean> =>
  withEngineOf(container, options, async (runtime) => {
    const found = await runtime.containers.inspect(idOf(container), { signal: options.signal });
    if (found === null) return false;
    await runtime.containers.remove(found.id, { force: true, volumes: true, signal: options.signal });
    return true;
  });

export const exec = (container: ContainerReference, command: readonly string[], options: ExecOptions = {}): Promise<ExecOutcome> =>
  withEngineOf(container, options, async (runtime) => {
    const { throwOnError = false, signal, ...body } = options;
    const outcome = await runtime.containers.exec(idOf(container), { command, ...body }, { signal });
    if (throwOnError && outcome.exitCode !== 0) throw failedExec(`container "${nameOf(container)}"`, command, outcome);
    return outcome;
  });

export const wait = (container: ContainerReference, options: CallOptions & { readonly timeoutMs?: number } = {}): Promise<number> =>
  withEngineOf(container, options, async (runtime) => {
    const { id, name } = await requireContainer(runtime, idOf(container), options.signal);
    return await awaitExit(runtime, { id, name }, options);
  });
