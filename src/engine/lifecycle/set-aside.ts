import type { ContainerSummary } from '../runtime/containers.ts';
import type { TouchedContainer } from './ledger.ts';
import type { UpContext } from './up-context.ts';

const SHORT_ID = 12;

/** A container as it was found. */
export const asFound = ({ id, name, status }: ContainerSummary): TouchedContainer => ({
  id,
  name,
  was: status === 'running' || status === 'restarting' ? 'running' : status === 'paused' ? 'paused' : 'stopped',
});

/** Takes the name and the ports from a container that has to go; it is removed when the `up` has succeeded. */
export const setAside = async (context: UpContext, container: ContainerSummary): Promise<void> => {
  const { runtime, ledger, settleSignal: signal } = context;
  if (ledger.replaced.has(container.id)) return;
  const found = asFound(container);
  ledger.replaced.set(container.id, found);
  await runtime.containers.rename(container.id, `${container.id.slice(0, SHORT_ID)}_${container.name}`, { signal });
  if (found.was === 'paused') await runtime.containers.unpause(container.id, { signal });
  if (found.was !== 'stopped') await runtime.containers.stop(container.id, { signal });
};
