import type { Model, ServiceModel } from '../compose/model.ts';
import type { ContainerBody, HostConfigBody } from '../runtime/bodies.ts';
import { atLeast } from './api-version.ts';
import { defined } from './defined.ts';
import { planFileObjects, secretTargets, type FilePlan } from './file-object.ts';
import { healthcheckBody } from './healthcheck-body.ts';
import { COMPOSE_LABEL, dependsOnLabel, MEMORY_LABEL } from './labels.ts';
import { containerName } from './names.ts';
import { exposedPorts, networkHostConfig, planEndpoints, type EndpointPlan } from './network-body.ts';
import { processBody } from './process-body.ts';
import { publicPorts } from './public-address.ts';
import { resourceHostConfig } from './resource-body.ts';
import { restartPolicy } from './restart-policy.ts';
import { securityHostConfig, type SeccompProfiles } from './security-body.ts';
import { apiSocket, storageHostConfig } from './storage-body.ts';

/** One container to create: its body, and what has to happen to it between create and start. */
export interface ContainerPlan {
  readonly name: string;
  readonly service: string;
  readonly number: number;
  readonly hash: string;
  readonly platform?: string;
  /** Without the image id label, which is only known once the image is there. */
  readonly body: ContainerBody;
  /** Networks to connect after create, where the engine takes only one at create (API below 1.44). */
  readonly furtherEndpoints: readonly EndpointPlan[];
  readonly files: readonly FilePlan[];
  /** Published ports, as `9092/tcp`, whose address the process has to know: it stands in `body` as a placeholder. */
  readonly publicPorts: readonly string[];
}

export interface ContainerContext {
  readonly model: Model;
  readonly image: string;
  readonly hash: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly engineHost: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly includedValues: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly seccompProfiles: SeccompProfiles;
}

const hostConfig = (context: ContainerContext, service: ServiceModel, endpoints: readonly EndpointPlan[], files: ReturnType<typeof planFileObjects>): HostConfigBody => ({
  ...defined({
    RestartPolicy: restartPolicy(service),
    Init: service.init,
    LogConfig: service.logging === undefined ? undefined : { Type: service.logging.driver ?? '', Config: service.logging.options ?? {} },
    VolumesFrom: service.volumes_from,
    Annotations: atLeast(context.apiVersion, '1.43') ? service.annotations : undefined,
  }),
  ...networkHostConfig(service, endpoints, context.engineHost),
  ...storageHostConfig(context.model, service, [...files.mounts, ...apiSocket(service)], context.apiVersion),
  ...resourceHostConfig(service),
  ...securityHostConfig(service, context.seccompProfiles),
});

/** What one replica of a service becomes on an engine of the given API version. */
export const planContainer = (context: ContainerContext, serviceName: string, service: ServiceModel, number: number): ContainerPlan => {
  const name = service.container_name ?? containerName(context.model.name, serviceName, number);
  const endpoints = planEndpoints(context.model, serviceName, service, name);
  const severalAtCreate = atLeast(context.apiVersion, '1.44');
  const atCreate = severalAtCreate ? endpoints : endpoints.slice(0, 1);
  const files = planFileObjects(context.model, service, context, context.directory);
  const secrets = secretTargets(service);
  return {
    name,
    service: serviceName,
    number,
    hash: context.hash,
    ...defined({ platform: service.platform }),
    body: {
      Image: context.image,
      ...processBody(service),
      ...defined({
        ExposedPorts: exposedPorts(service),
        Healthcheck: healthcheckBody(service.healthcheck, severalAtCreate),
        MacAddress: severalAtCreate ? undefined : endpoints[0]?.body.MacAddress,
      }),
      Labels: {
        ...service.labels,
        ...context.labels,
        [COMPOSE_LABEL.service]: serviceName,
        [COMPOSE_LABEL.number]: String(number),
        [COMPOSE_LABEL.oneOff]: 'False',
        [COMPOSE_LABEL.configHash]: context.hash,
        [COMPOSE_LABEL.dependsOn]: dependsOnLabel(service.depends_on),
        ...(secrets.length === 0 ? {} : { [MEMORY_LABEL.secrets]: secrets.join(',') }),
      },
      HostConfig: hostConfig(context, service, endpoints, files),
      ...(atCreate.length === 0 ? {} : { NetworkingConfig: { EndpointsConfig: Object.fromEntries(atCreate.map((endpoint) => [endpoint.network, endpoint.body])) } }),
    },
    furtherEndpoints: severalAtCreate ? [] : endpoints.slice(1),
    files: files.copies,
    publicPorts: publicPorts(serviceName, service),
  };
};
