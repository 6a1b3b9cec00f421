import type { HookModel } from '../compose/model.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { runAll } from './run-all.ts';
import { runHooks } from './run-hooks.ts';
import { serviceOf, stopOrder } from './project-containers.ts';

/** The hooks of a service, where the spec is known. */
export type HooksOf = (service: string) => readonly HookModel[];

export interface StopRequest {
  readonly runtime: Runtime;
  readonly preStop: HooksOf;
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Whole seconds, as the engine takes a grace. */
export const seconds = (timeoutMs: number | undefined): number | undefined => (timeoutMs === undefined ? undefined : Math.ceil(timeoutMs / 1000));

interface Stoppable {
  readonly id: string;
  readonly service: string;
  readonly running: boolean;
}

/** Runs the `pre_stop` hooks of a container that runs, then stops it with its own signal and grace. */
const stopContainer = async (request: StopRequest, { id, service, running }: Stoppable): Promise<void> => {
  const { runtime, signal, timeoutMs } = request;
  if (running) await runHooks(runtime, { kind: 'pre_stop', service, containerId: id, hooks: request.preStop(service), signal });
  await runtime.containers.stop(id, { signal, timeoutSeconds: seconds(timeoutMs) });
};

/** Stops those chosen of a project's containers, each after what depends on it. */
export const stopServices = async (request: StopRequest, all: readonly ContainerSummary[], chosen: readonly ContainerSummary[]): Promise<void> => {
  const ids = new Set(chosen.map(({ id }) => id));
  for (const wave of stopOrder(all)) {
    const now = wave.filter(({ id }) => ids.has(id));
    await runAll(now.map((container) => stopContainer(request, { id: container.id, service: serviceOf(container), running: container.status === 'running' })), () => {});
  }
};
