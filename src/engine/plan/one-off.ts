import { isAbsolute, resolve } from 'node:path';
import { SpecError } from '../../errors.ts';
import type { Model, MountModel, ServiceModel } from '../compose/model.ts';
import { MountSyntaxError, parseMount } from '../compose/mounts.ts';
import type { EndpointBody } from '../runtime/bodies.ts';
import type { ContainerPlan } from './container-plan.ts';
import { COMPOSE_LABEL } from './labels.ts';

/** What a one-off container has in the place of, or beside, what its service has. */
export interface OneOff {
  readonly name: string;
  readonly slug: string;
  /** Absent: the service's own. */
  readonly command?: readonly string[] | undefined;
  readonly entrypoint?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string | null>> | undefined;
  readonly user?: string | undefined;
  readonly workdir?: string | undefined;
  readonly volumes?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly servicePorts: boolean;
  readonly useAliases: boolean;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** The engine removes it once it has ended. */
  readonly autoRemove: boolean;
}

/** Compose's label for the random part of a one-off container's name. */
const SLUG_LABEL = 'com.docker.compose.slug';

const mountOf = (text: string, model: Model, directory: string): MountModel => {
  const refuse = (message: string): SpecError => new SpecError('SPEC_INVALID', `The volume "${text}" of a one-off container cannot be used: ${message}.`, [{ path: 'volumes', message }]);
  try {
    const { type, source, target, readOnly, nocopy, propagation, selinux } = parseMount(text);
    const common = { target, ...(readOnly ? { read_only: true } : {}) };
    if (type === 'bind') {
      const from = source ?? '';
      const path = isAbsolute(from) ? from : resolve(directory, from);
      return { type, source: path, ...common, bind: { create_host_path: true, ...(propagation === undefined ? {} : { propagation }), ...(selinux === undefined ? {} : { selinux }) } };
    }
    if (source !== undefined && model.volumes?.[source] === undefined) {
      const known = Object.keys(model.volumes ?? {});
      throw refuse(`the stack has no volume "${source}"; it has ${known.length === 0 ? 'none' : known.map((name) => `"${name}"`).join(', ')}, and a directory of the host begins with "./" or "/"`);
    }
    return { type, ...(source === undefined ? {} : { source }), ...common, ...(nocopy ? { volume: { nocopy } } : {}) };
  } catch (error) {
    throw error instanceof MountSyntaxError ? refuse(error.message) : error;
  }
};

/**
 * The model in which a service is what its one-off container is to be: nothing restarts it, it publishes nothing unless
 * asked to, and there is one of it.
 *
 * @throws SpecError SPEC_INVALID for a volume that cannot be used
 */
export const oneOffModel = (model: Model, name: string, service: ServiceModel, oneOff: OneOff, directory: string): Model => {
  const { restart: _restart, ports, scale: _scale, deploy, ...kept } = service;
  const { restart_policy: _policy, replicas: _replicas, ...deployed } = deploy ?? {};
  const command = oneOff.command ?? (oneOff.entrypoint === undefined ? service.command : []);
  const changed: ServiceModel = {
    ...kept,
    ...(deploy === undefined ? {} : { deploy: deployed }),
    ...(oneOff.servicePorts && ports !== undefined ? { ports } : {}),
    container_name: oneOff.name,
    command,
    entrypoint: oneOff.entrypoint ?? service.entrypoint,
    environment: { ...service.environment, ...oneOff.env },
    labels: { ...service.labels, ...oneOff.labels },
    volumes: [...(service.volumes ?? []), ...(oneOff.volumes ?? []).map((text) => mountOf(text, model, directory))],
    tty: oneOff.tty,
    stdin_open: oneOff.stdin,
    ...(oneOff.user === undefined ? {} : { user: oneOff.user }),
    ...(oneOff.workdir === undefined ? {} : { working_dir: oneOff.workdir }),
  };
  return { ...model, services: { ...model.services, [name]: changed } };
};

/** The plan of a replica as that of a one-off container: marked as one, and answering to its own name alone unless asked to. */
export const asOneOff = (plan: ContainerPlan, { name, slug, stdin, useAliases, autoRemove }: OneOff): ContainerPlan => {
  const endpoint = (body: EndpointBody): EndpointBody => (useAliases ? body : { ...body, Aliases: [name] });
  const { NetworkingConfig: networking, ...body } = plan.body;
  return {
    ...plan,
    body: {
      ...body,
      ...(stdin ? { StdinOnce: true } : {}),
      ...(autoRemove ? { HostConfig: { ...body.HostConfig, AutoRemove: true } } : {}),
      Labels: { ...body.Labels, [COMPOSE_LABEL.oneOff]: 'True', [SLUG_LABEL]: slug },
      ...(networking === undefined ? {} : { NetworkingConfig: { EndpointsConfig: Object.fromEntries(Object.entries(networking.EndpointsConfig).map(([network, config]) => [network, endpoint(config)])) } }),
    },
    furtherEndpoints: plan.furtherEndpoints.map((further) => ({ ...further, body: endpoint(further.body) })),
  };
};
