import type { ResolvedSpec, Warning } from '../compose/resolved.ts';
import { planStack, type PlanContext, type ResourcePlan } from '../plan/stack-plan.ts';
import type { EndpointPlan } from '../plan/network-body.ts';
import type { ContainerBody, VolumeBody } from '../runtime/bodies.ts';
import type { ContainerSpec } from './container-spec.ts';

/** What one container takes, decided before anything is created. */
export interface SingleContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly platform: string | undefined;
  readonly body: ContainerBody;
  /** Networks to connect after create, where the engine takes only one at create. */
  readonly furtherEndpoints: readonly EndpointPlan[];
  /** Names of the networks, which must exist. */
  readonly networks: readonly string[];
  /** Created where they are missing. */
  readonly volumes: readonly VolumeBody[];
  /** Whether a port lost to a race may be chosen again. */
  readonly choosesPorts: boolean;
  readonly warnings: readonly Warning[];
}

const COMPOSE = 'com.docker.compose.';

/** A single container is no project's: with the labels of one, `docker compose` would list it. */
const withoutComposeLabels = (labels: Readonly<Record<string, string>> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !key.startsWith(COMPOSE)));

const volumeBody = ({ body }: ResourcePlan<VolumeBody>): VolumeBody => ({ ...body, Labels: withoutComposeLabels(body.Labels) });

const portsAreFree = (body: ContainerBody): boolean =>
  Object.values(body.HostConfig?.PortBindings ?? {}).every((bindings) => bindings.every(({ HostPort }) => HostPort === '' || HostPort.includes('-')));

const pathInContainer = (path: string, name: string): string => path.replace(`services.${name}.`, '');

/** Plans a container with the same code that plans a stack's, so that a field means one thing everywhere. */
export const planSingleContainer = (spec: ContainerSpec, resolved: ResolvedSpec, context: PlanContext): SingleContainerPlan => {
  const plan = planStack(resolved, context);
  const [service] = plan.services;
  const [container] = service?.containers ?? [];
  if (service === undefined || container === undefined) throw new Error('a container is read as a stack with exactly one service');
  const { body, name } = container;
  return {
    name,
    image: service.image.reference,
    platform: container.platform,
    body: {
      ...body,
      Labels: withoutComposeLabels(body.Labels),
      HostConfig: { ...body.HostConfig, ...(spec.rm === true ? { AutoRemove: true } : {}) },
    },
    furtherEndpoints: container.furtherEndpoints,
    networks: plan.networks.map((network) => network.name),
    volumes: plan.volumes.map(volumeBody),
    choosesPorts: portsAreFree(body),
    warnings: plan.warnings.map((warning) => ({ path: pathInContainer(warning.path, name), message: warning.message })),
  };
};
