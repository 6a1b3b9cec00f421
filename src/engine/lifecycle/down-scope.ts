import type { ContainerSummary } from '../runtime/containers.ts';
import { isOneOff, serviceOf } from './project-containers.ts';
import type { DownOptions } from './stack.ts';

/** What the engine has of a project. */
interface Found<N, V> {
  readonly containers: readonly ContainerSummary[];
  readonly networks: readonly N[];
  readonly volumes: readonly V[];
}

/** What of it a `down` takes, and the containers that stay. */
export interface DownScope<N, V> extends Found<N, V> {
  readonly staying: readonly ContainerSummary[];
}

interface Named {
  readonly name: string;
}

const volumesOf = ({ mounts }: ContainerSummary): readonly string[] => mounts.flatMap(({ type, name }) => (type === 'volume' && name !== undefined ? name : []));

/**
 * Decides what a `down` takes: all of a project but its orphans, or the containers of the services that are named, with
 * the networks and volumes that are theirs alone. Containers of `run` are no service's own; they go with the orphans.
 */
export const downScope = <N extends Named, V extends Named>(found: Found<N, V>, known: ReadonlySet<string> | undefined, { services, removeOrphans = false }: DownOptions): DownScope<N, V> => {
  const isOrphan = (container: ContainerSummary): boolean => known !== undefined && !known.has(serviceOf(container));
  const isTaken = (container: ContainerSummary): boolean => {
    if (isOrphan(container)) return removeOrphans;
    return services === undefined || (services.includes(serviceOf(container)) && (removeOrphans || !isOneOff(container)));
  };
  const containers = found.containers.filter(isTaken);
  const staying = found.containers.filter((container) => !isTaken(container));
  if (services === undefined) return { ...found, containers, staying };
  const onlyTaken = (namesOf: (container: ContainerSummary) => readonly string[]): ((resource: Named) => boolean) => {
    const [taken, needed] = [new Set(containers.flatMap(namesOf)), new Set(staying.flatMap(namesOf))];
    return ({ name }) => taken.has(name) && !needed.has(name);
  };
  return { containers, staying, networks: found.networks.filter(onlyTaken(({ networks }) => networks)), volumes: found.volumes.filter(onlyTaken(volumesOf)) };
};
