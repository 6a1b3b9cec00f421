import { SpecError, StartError } from '../../errors.ts';
import { effectiveHealthcheck } from '../plan/effective-healthcheck.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ServicePlan, StackPlan } from '../plan/stack-plan.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import type { ImageFacts } from '../runtime/images.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ServiceActions } from './converge.ts';
import { imageOf } from './ensure-images.ts';
import { noHealthcheckError } from './failure.ts';
import type { UpOptions } from './up-options.ts';

const hasHealthcheck = (service: ServicePlan, image: ImageFacts): boolean =>
  effectiveHealthcheck(service.containers[0]?.body.Healthcheck, image.healthcheck) !== undefined;

/** Waiting for the health of a service that has no healthcheck would never end; it is refused before anything exists. */
export const checkHealthchecks = (plan: StackPlan, images: ReadonlyMap<string, ImageFacts>): void => {
  for (const service of plan.services) {
    const waiting = plan.services.filter((other) => other.dependencies.some((dependency) => dependency.service === service.name && dependency.condition === 'service_healthy'));
    if (waiting.length > 0 && service.containers.length > 0 && service.ready.length === 0 && !hasHealthcheck(service, imageOf(images, service.image))) {
      throw noHealthcheckError(service.name, waiting.map(({ name }) => name));
    }
  }
};

const nameTaken = (service: string, name: string, holder: ContainerFacts): StartError => {
  const project = holder.labels[COMPOSE_LABEL.project];
  const whose = project === undefined ? 'a container that belongs to no project' : `a container of project "${project}"`;
  return new StartError(
    'RESOURCE_CONFLICT',
    `Service "${service}" wants the container name "${name}" (services.${service}.container_name), which ${whose} has.\n  Remove that container with "docker rm -f ${name}", rename it, or leave container_name out.`,
    { service },
  );
};

/** A name that the spec chose may be somebody else's; generated ones are the project's own. */
export const checkContainerNames = async (runtime: Runtime, plan: StackPlan, actions: ReadonlyMap<string, ServiceActions>, signal: AbortSignal): Promise<void> => {
  const wanted = plan.services.flatMap((service) => {
    const creates = (actions.get(service.name)?.placements ?? []).some(({ action }) => action.kind === 'create');
    return service.model.container_name === undefined || !creates ? [] : [{ service: service.name, name: service.model.container_name }];
  });
  await Promise.all(
    wanted.map(async ({ service, name }) => {
      const holder = await runtime.containers.inspect(name, { signal });
      if (holder?.name === name) throw nameTaken(service, name, holder);
    }),
  );
};

/** @throws SpecError for options that contradict each other. */
export const checkOptions = (options: UpOptions): void => {
  if (options.forceRecreate === true && options.noRecreate === true) {
    throw new SpecError('SPEC_INVALID', 'The options forceRecreate and noRecreate of up exclude each other.\n  Give one of them.', []);
  }
};
