import type { ContainerFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { publishedPorts } from './published-ports.ts';
import type { Address } from './stack.ts';

/** Where a port answers, or why that is not known. */
export type PortSight = { readonly address: Address } | { readonly unknown: string };

const sightOf = (container: ContainerFacts | null, key: string, engineHost: string): PortSight => {
  const address = publishedPorts(container?.ports ?? {}, engineHost)[key];
  if (address !== undefined) return { address };
  const status = container?.state.status ?? 'removed';
  return { unknown: status === 'running' ? `port ${key.replace(/\/tcp$/, '')} is not published` : `the container is ${status}` };
};

/**
 * Tells where a port, as `5432/tcp`, answers: at first as the container was seen, and then as the engine has it at each
 * further question, since a container that the engine has started again has other ports.
 */
export const wherePortAnswers = (runtime: Runtime, container: ContainerFacts, key: string): ((signal: AbortSignal) => Promise<PortSight>) => {
  let first: ContainerFacts | undefined = container;
  return async (signal) => {
    const seen = first ?? (await runtime.containers.inspect(container.id, { signal }));
    first = undefined;
    return sightOf(seen, key, runtime.host);
  };
};
