import { resolve } from 'node:path';
import { SpecError } from '../../errors.ts';
import { MountSyntaxError, parseMount } from '../compose/mounts.ts';
import { resolveSpec } from '../compose/resolve.ts';
import type { ResolvedSpec } from '../compose/resolved.ts';
import type { ComposeSpec, MountSpec, ServiceSpec } from '../compose/spec.ts';
import { readSeccompProfiles } from '../lifecycle/read-seccomp-profiles.ts';
import { COMPOSE_FIELDS, type ContainerSpec } from './container-spec.ts';
import { checkContainerSpec, translateSpecError } from './spec-problems.ts';

/** Networks of the engine's own, on which no name is known. */
const MODES = /^(bridge|host|none|default|container:.+)$/;

/** The loader interpolates what it reads; what a program says is meant as it is. */
export const literal = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, literal(entry)]));
};

const volumeOf = (mount: MountSpec): string | undefined => {
  if (typeof mount !== 'string') return mount.type === 'volume' ? mount.source : undefined;
  try {
    const { type, source } = parseMount(mount);
    return type === 'volume' ? source : undefined;
  } catch (error) {
    // The loader reports it with its place.
    if (error instanceof MountSyntaxError) return undefined;
    throw error;
  }
};

const namedVolumes = (spec: ContainerSpec): readonly string[] => (Array.isArray(spec.volumes) ? (spec.volumes as readonly MountSpec[]).flatMap((mount) => volumeOf(mount) ?? []) : []);

const networkFields = (network: ContainerSpec['network']): Pick<ServiceSpec, 'networks' | 'network_mode'> => {
  const names = typeof network === 'string' ? [network] : (network ?? ['bridge']);
  const [only] = names;
  return names.length === 1 && only !== undefined && MODES.test(only) ? { network_mode: only } : { networks: [...names] };
};

const networksOf = (network: ContainerSpec['network']): readonly string[] => (typeof network === 'string' ? [network] : (network ?? [])).filter((name) => !MODES.test(name));

/** The security options of the fields that Compose has no words for, each once. */
const ownSecurityOptions = ({ seccomp, no_new_privileges: noNewPrivileges }: ContainerSpec): readonly string[] => [
  ...(noNewPrivileges === true ? ['no-new-privileges:true'] : []),
  // The engine's own profile is what it uses when none is named.
  ...(seccomp === undefined || seccomp === 'default' ? [] : [`seccomp=${seccomp === 'unconfined' ? seccomp : resolve(seccomp)}`]),
];

/** Behind those that `security_opt` has. */
const securityOptions = (spec: ContainerSpec): Pick<ServiceSpec, 'security_opt'> => {
  const { security_opt: written = [] } = spec;
  const own = ownSecurityOptions(spec);
  // What is no list is the loader's to refuse.
  return own.length === 0 || !Array.isArray(written) ? {} : { security_opt: [...new Set([...(written as readonly string[]), ...own])] };
};

/** A stack with this one container in it: what Compose can say is planned as Compose's. */
const asStack = (name: string, spec: ContainerSpec): ComposeSpec => {
  const fields = Object.fromEntries(COMPOSE_FIELDS.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field]]])));
  const service = {
    ...fields,
    ...networkFields(spec.network),
    ...securityOptions(spec),
    image: spec.image,
    container_name: name,
    ...(spec.cmd === undefined ? {} : { command: spec.cmd }),
    ...(spec.entrypoint === undefined ? {} : { entrypoint: spec.entrypoint }),
    ...(spec.env === undefined ? {} : { environment: spec.env }),
    ...(spec.workdir === undefined ? {} : { working_dir: spec.workdir }),
  };
  return literal({
    services: { [name]: service },
    networks: Object.fromEntries(networksOf(spec.network).map((network) => [network, { name: network, external: true }])),
    volumes: Object.fromEntries(namedVolumes(spec).map((volume) => [volume, { name: volume }])),
  }) as ComposeSpec;
};

/** No `.env` and no variable of this process has a say in what a program describes. */
export const NO_ENVIRONMENT: Readonly<Record<string, string>> = { COMPOSE_DISABLE_ENV_FILE: '1' };

/** The name of the stack that a container's description is read as; nothing is created under it. */
const PROJECT = 'container';

/**
 * Checks a container's description and reads it as a stack of one service, which is called as the container.
 *
 * @throws SpecError with every problem, before anything is created.
 */
export const resolveContainer = async (name: string, spec: ContainerSpec, signal: AbortSignal | undefined): Promise<ResolvedSpec> => {
  checkContainerSpec(spec);
  try {
    return await resolveSpec(asStack(name, spec), { env: NO_ENVIRONMENT, projectName: PROJECT, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    throw error instanceof SpecError ? translateSpecError(error, 'the container', name) : error;
  }
};

/** A problem of an option that no `security_opt` has is one of `seccomp`. */
const inOwnWords = (path: string, { security_opt: written = [] }: ContainerSpec): string => {
  const [, index] = /^security_opt\[(\d+)\]$/.exec(path) ?? [];
  return index === undefined || Number(index) < written.length ? path : 'seccomp';
};

/** The seccomp profiles that a container names by file. @throws SpecError */
export const readProfiles = async (name: string, spec: ContainerSpec, resolved: ResolvedSpec, signal: AbortSignal | undefined): Promise<ReadonlyMap<string, string>> => {
  try {
    return await readSeccompProfiles(resolved, signal);
  } catch (error) {
    throw error instanceof SpecError ? translateSpecError(error, 'the container', name, (path) => inOwnWords(path, spec)) : error;
  }
};
