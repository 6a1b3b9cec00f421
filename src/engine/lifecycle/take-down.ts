import { CleanupError } from '../../errors.ts';
import { COMPOSE_LABEL, namesInDependsOnLabel } from '../plan/labels.ts';
import type { ContainerSummary, Runtime } from '../runtime/runtime.ts';
import type { DownOptions, DownReport } from './stack.ts';

const GONE = new Set(['exited', 'created', 'dead']);

const serviceOf = (container: ContainerSummary): string => container.labels[COMPOSE_LABEL.service] ?? container.name;

/** Services in the order they may be stopped: each wave only after those that depend on it are gone. */
export const stopOrder = (containers: readonly ContainerSummary[]): readonly (readonly ContainerSummary[])[] => {
  const waves: (readonly ContainerSummary[])[] = [];
  let remaining = containers;
  while (remaining.length > 0) {
    const needed = new Set(remaining.flatMap((container) => namesInDependsOnLabel(container.labels[COMPOSE_LABEL.dependsOn]).filter((name) => name !== serviceOf(container))));
    const free = remaining.filter((container) => !needed.has(serviceOf(container)));
    // Labels that contradict each other are no reason to leave anything behind.
    const wave = free.length === 0 ? remaining : free;
    waves.push(wave);
    remaining = remaining.filter((container) => !wave.includes(container));
  }
  return waves;
};

interface Removal<T> {
  readonly removed: readonly T[];
  readonly errors: readonly unknown[];
}

const removeEach = async <T>(items: readonly T[], remove: (item: T) => Promise<void>): Promise<Removal<T>> => {
  const results = await Promise.allSettled(items.map(remove));
  return {
    removed: items.filter((_item, index) => results[index]?.status === 'fulfilled'),
    errors: results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])),
  };
};

const removeContainers = async (runtime: Runtime, containers: readonly ContainerSummary[], options: DownOptions): Promise<Removal<ContainerSummary>> => {
  const { signal, timeoutMs } = options;
  const kill = timeoutMs === 0;
  const remove = async (container: ContainerSummary): Promise<void> => {
    if (!kill && !GONE.has(container.status)) {
      await runtime.containers.stop(container.id, { signal, timeoutSeconds: timeoutMs === undefined ? undefined : Math.ceil(timeoutMs / 1000) });
    }
    await runtime.containers.remove(container.id, { force: true, volumes: options.volumes, signal });
  };
  if (kill) return await removeEach(containers, remove);
  const removals: Removal<ContainerSummary>[] = [];
  for (const wave of stopOrder(containers)) removals.push(await removeEach(wave, remove));
  return { removed: removals.flatMap(({ removed }) => removed), errors: removals.flatMap(({ errors }) => errors) };
};

/**
 * Takes a project down by its labels: containers in reverse dependency order, then networks and, if asked for, named
 * volumes. External resources carry no label of the project and are never touched. What is gone already is no error.
 *
 * @throws CleanupError when something could not be removed; everything else was.
 */
export const takeDown = async (runtime: Runtime, project: string, known: ReadonlySet<string> | undefined, options: DownOptions): Promise<DownReport> => {
  const { signal } = options;
  const ofProject = [`${COMPOSE_LABEL.project}=${project}`];
  const [all, networks, volumes] = await Promise.all([
    runtime.containers.list(ofProject, { all: true, signal }),
    runtime.networks.list(ofProject, { signal }),
    options.volumes === true ? runtime.volumes.list(ofProject, { signal }) : [],
  ]);
  const orphansStay = known !== undefined && options.removeOrphans !== true;
  const containers = all.filter((container) => !orphansStay || known.has(serviceOf(container)));
  const removedContainers = await removeContainers(runtime, containers, options);
  const stillUsed = all.length > containers.length;
  const [removedNetworks, removedVolumes] = await Promise.all([
    // A network that an orphan is attached to cannot go before it.
    stillUsed ? { removed: [], errors: [] } : removeEach(networks, (network) => runtime.networks.remove(network.id, { signal })),
    removeEach(volumes, (volume) => runtime.volumes.remove(volume.name, { signal })),
  ]);
  const errors = [...removedContainers.errors, ...removedNetworks.errors, ...removedVolumes.errors];
  signal?.throwIfAborted();
  if (errors.length > 0) {
    throw new CleanupError(`Project "${project}" could not be removed whole:\n${errors.map((error) => `  ${error instanceof Error ? error.message : String(error)}`).join('\n')}\n  Everything else of it is gone; try again, or remove the rest with docker compose -p ${project} down -v.`, errors);
  }
  return {
    containers: removedContainers.removed.map(({ name }) => name),
    networks: removedNetworks.removed.map(({ name }) => name),
    volumes: removedVolumes.removed.map(({ name }) => name),
  };
};
