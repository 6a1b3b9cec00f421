import { ExecError, StartError } from '../../errors.ts';
import { COMPOSE_LABEL, dependenciesInLabel } from '../plan/labels.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';

export const serviceOf = (container: Pick<ContainerSummary, 'labels' | 'name'>): string => container.labels[COMPOSE_LABEL.service] ?? container.name;

export const numberOf = (container: Pick<ContainerSummary, 'labels'>): number => Number(container.labels[COMPOSE_LABEL.number] ?? 1);

export const isOneOff = (container: Pick<ContainerSummary, 'labels'>): boolean => container.labels[COMPOSE_LABEL.oneOff] === 'True';

/** Services in the order they may be stopped: each wave only after those that depend on it are gone. */
export const stopOrder = (containers: readonly ContainerSummary[]): readonly (readonly ContainerSummary[])[] => {
  const waves: (readonly ContainerSummary[])[] = [];
  let remaining = containers;
  while (remaining.length > 0) {
    const needed = new Set(remaining.flatMap((container) => dependenciesInLabel(container.labels[COMPOSE_LABEL.dependsOn]).map(({ service }) => service).filter((name) => name !== serviceOf(container))));
    const free = remaining.filter((container) => !needed.has(serviceOf(container)));
    // Labels that contradict each other are no reason to leave anything behind.
    const wave = free.length === 0 ? remaining : free;
    waves.push(wave);
    remaining = remaining.filter((container) => !wave.includes(container));
  }
  return waves;
};

export const unknownService = (project: string, name: string, known: readonly string[]): ExecError =>
  new ExecError('SERVICE_UNKNOWN', `Project "${project}" has no service "${name}"; it has ${known.length === 0 ? 'none' : known.map((service) => `"${service}"`).join(', ')}.`, { service: name });

/** A project as the engine has it now, and the services that its stack knows. */
export interface Project {
  readonly runtime: Runtime;
  readonly project: string;
  readonly known: readonly string[];
}

/** @throws ExecError SERVICE_UNKNOWN for a name that the stack does not know */
export const checkServices = ({ project, known }: Project, services: readonly string[] | undefined): void => {
  for (const name of services ?? []) if (!known.includes(name)) throw unknownService(project, name, known);
};

/** The containers of a project as they are now, one-off ones apart, lowest number first. */
export const listContainers = async ({ runtime, project }: Project, signal: AbortSignal | undefined): Promise<readonly ContainerSummary[]> => {
  const listed = await runtime.containers.list([`${COMPOSE_LABEL.project}=${project}`, `${COMPOSE_LABEL.oneOff}=False`], { all: true, signal });
  return [...listed].sort((a, b) => numberOf(a) - numberOf(b) || (a.name < b.name ? -1 : 1));
};

/** The containers of the services named, or of all that the stack knows. @throws ExecError SERVICE_UNKNOWN */
export const selectContainers = async (project: Project, services: readonly string[] | undefined, signal: AbortSignal | undefined): Promise<readonly ContainerSummary[]> => {
  checkServices(project, services);
  const chosen = new Set(services ?? project.known);
  return (await listContainers(project, signal)).filter((container) => chosen.has(serviceOf(container)));
};

/** One container of a service: the replica of that number, or the lowest. */
export const pickReplica = <C extends Pick<ContainerSummary, 'labels' | 'name'>>(service: string, containers: readonly C[], index: number | undefined): C => {
  const found = index === undefined ? containers[0] : containers.find((container) => numberOf(container) === index);
  if (found !== undefined) return found;
  if (index === undefined) throw new StartError('RESOURCE_MISSING', `Service "${service}" has no containers (its scale is 0).\n  Give it at least one replica.`, { service });
  const numbers = containers.map((container) => String(numberOf(container)));
  throw new StartError('RESOURCE_MISSING', `Service "${service}" has no container number ${String(index)}; it has ${numbers.length === 0 ? 'none' : numbers.join(', ')}.\n  Choose one of these, or leave the index out.`, { service });
};
