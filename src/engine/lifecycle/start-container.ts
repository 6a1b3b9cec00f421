import { PortError } from '../../errors.ts';
import type { ContainerPlan } from '../plan/container-plan.ts';
import { pause } from '../readiness/pause.ts';
import type { Runtime } from '../runtime/runtime.ts';

const ATTEMPTS = 4;
const PAUSE_MS = 50;

/** Whether every published port of a container is the engine's to choose. */
export const choosesPorts = (plan: Pick<ContainerPlan, 'body'>): boolean =>
  Object.values(plan.body.HostConfig?.PortBindings ?? {}).every((bindings) => bindings.every((binding) => binding.HostPort === '' || binding.HostPort.includes('-')));

/** Starts a container. A free port that someone else took between choosing and binding is chosen again. */
export const startContainer = async (runtime: Runtime, id: string, options: { readonly retryPorts: boolean; readonly signal: AbortSignal; readonly settleSignal: AbortSignal }): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runtime.containers.start(id, { signal: options.settleSignal });
      return;
    } catch (error) {
      if (!(error instanceof PortError) || !options.retryPorts || attempt === ATTEMPTS) throw error;
      await pause(PAUSE_MS * attempt, options.signal);
    }
  }
};
