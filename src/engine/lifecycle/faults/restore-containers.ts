import { StartError } from '../../../errors.ts';
import type { ContainerSummary } from '../../runtime/containers.ts';
import { hooksOf, probesOf } from '../known-spec.ts';
import { listContainers, serviceOf } from '../project-containers.ts';
import { runAll } from '../run-all.ts';
import { startAgain } from '../start-again.ts';
import { startInOrder } from '../start-in-order.ts';
import type { VerbsRequest } from '../stack-verbs.ts';
import type { Ran, Restoring } from './fault-register.ts';

const RUNNING = new Set(['running', 'restarting']);

const removed = ({ name, service }: Ran): StartError =>
  new StartError('RESOURCE_MISSING', `The container ${name} of service "${service}" was removed meanwhile, so it cannot be started again.`, { service });

/** Waits until what runs is ready: what it runs with has just been given back to it. */
const awaitReady = async ({ runtime, project, spec }: VerbsRequest, containers: readonly ContainerSummary[], options: { readonly signal: AbortSignal; readonly timeoutMs: number }): Promise<void> => {
  const services = [...new Set(containers.map(serviceOf))];
  const probes = probesOf(spec);
  await runAll(services.map((service) => startAgain(runtime, { project, service, containers: containers.filter((container) => serviceOf(container) === service), probes: probes(service) }, options)), () => {});
};

/** Starts what a fault has stopped, in the order of dependencies, and resolves when all that it touched is ready. */
export const restoreContainers = (request: VerbsRequest): Restoring['restore'] => async (ran, broken, options) => {
  const { runtime, project, spec } = request;
  const all = await listContainers(request, options.signal);
  const missing = ran.find(({ id }) => !all.some((container) => container.id === id));
  if (missing !== undefined) throw removed(missing);
  // What is paused is so by a fault that stays.
  const touched = all.filter(({ id, status }) => ran.some((container) => container.id === id) && status !== 'paused');
  const stopped = touched.filter(({ status }) => !RUNNING.has(status));
  await runAll(stopped.filter(({ id }) => broken.has(id)).map(({ id }) => runtime.containers.start(id, { signal: options.signal })), () => {});
  await startInOrder({ runtime, project, postStart: hooksOf(spec, 'post_start'), probes: probesOf(spec), ...options }, all, stopped.filter(({ id }) => !broken.has(id)));
  await awaitReady(request, touched.filter(({ id, status }) => !broken.has(id) && RUNNING.has(status)), options);
  // Ports move with a start, and with a network that is connected again.
  request.onStarted(await listContainers(request, options.signal));
};
