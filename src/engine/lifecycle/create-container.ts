import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ContainerPlan } from '../plan/container-plan.ts';
import type { FilePlan } from '../plan/file-object.ts';
import type { ContainerBody } from '../runtime/bodies.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { undoAfter } from './undo-after.ts';

/** Ids of the first container of each service that exists so far. */
export type ContainerIds = ReadonlyMap<string, string>;

const SHARED = /^service:(.+)$/;

/** What was created is removed in its own time: the signal may be what the creation failed by. */
const REMOVE_MS = 10_000;

const containerReference = (value: string | undefined, ids: ContainerIds): string | undefined => {
  const service = SHARED.exec(value ?? '')?.[1];
  return service === undefined ? value : `container:${ids.get(service) ?? service}`;
};

const volumesFrom = (source: string, ids: ContainerIds): string => {
  if (source.startsWith('container:')) return source.slice('container:'.length);
  const [service = '', mode] = source.split(':');
  return `${ids.get(service) ?? service}${mode === undefined ? '' : `:${mode}`}`;
};

/** The body with every reference to another service replaced by that service's container. */
const withContainerIds = (body: ContainerBody, ids: ContainerIds): ContainerBody => {
  const host = body.HostConfig ?? {};
  const shared = { NetworkMode: containerReference(host.NetworkMode, ids), IpcMode: containerReference(host.IpcMode, ids), PidMode: containerReference(host.PidMode, ids) };
  return {
    ...body,
    HostConfig: {
      ...host,
      ...Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== undefined)),
      ...(host.VolumesFrom === undefined ? {} : { VolumesFrom: host.VolumesFrom.map((source) => volumesFrom(source, ids)) }),
    },
  };
};

const asTar = (files: readonly FilePlan[]): NodeJS.ReadableStream => {
  const tar = pack();
  for (const { path, content, mode, uid, gid } of files) tar.entry({ name: path.replace(/^\/+/, ''), mode, uid, gid }, content);
  tar.finalize();
  return tar.pipe(new PassThrough());
};

/** All that has to be in place before the start and that the engine does not take with the creation. */
const furnish = async ({ containers, networks }: Runtime, id: string, plan: ContainerPlan, signal: AbortSignal): Promise<void> => {
  for (const endpoint of plan.furtherEndpoints) await networks.connect(endpoint.network, id, endpoint.body, { signal });
  if (plan.files.length > 0) await containers.putArchive(id, '/', asTar(plan.files), { signal });
};

/**
 * Creates a container with all that has to be in place before it starts: further networks, configs and secrets. One that
 * cannot have them all is removed again. The signal should leave a request that is under way the time to be answered:
 * the id of a container whose creation was cut short is never known.
 */
export const createContainer = async (runtime: Runtime, plan: ContainerPlan, imageId: string, ids: ContainerIds, signal: AbortSignal, onWarning?: (text: string) => void): Promise<string> => {
  const body = withContainerIds(plan.body, ids);
  const labelled = { ...body, Labels: { ...body.Labels, [COMPOSE_LABEL.image]: imageId } };
  const { id, warnings } = await runtime.containers.create(plan.name, labelled, { platform: plan.platform, signal });
  // What the engine took but does not honour, in its own words.
  for (const text of warnings) onWarning?.(text);
  try {
    await furnish(runtime, id, plan, signal);
    return id;
  } catch (error) {
    return await undoAfter(error, () => runtime.containers.remove(id, { force: true, volumes: true, signal: AbortSignal.timeout(REMOVE_MS) }));
  }
};
