import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { defaultHost } from './engine-address.mjs';
import { readIfThere } from './running-process.mjs';

/**
 * @typedef {object} Candidate
 * @property {string} host as DOCKER_HOST would say it
 * @property {string} from who named it, for people
 */

/**
 * Where an engine may be, the most explicit wish first, each place once.
 *
 * @param {{ env: NodeJS.ProcessEnv, home: string, context?: { name: string, host: string } | undefined }} machine
 * @returns {Candidate[]}
 */
export function engineCandidates({ env, home, context }) {
  const runtimeFolder = env.XDG_RUNTIME_DIR;
  const usual = [
    defaultHost.slice('unix://'.length),
    runtimeFolder && join(runtimeFolder, 'docker.sock'),
    join(home, '.docker/run/docker.sock'),
    join(home, '.colima/default/docker.sock'),
    join(home, '.orbstack/run/docker.sock'),
    join(home, '.rd/docker.sock'),
    '/run/podman/podman.sock',
    runtimeFolder && join(runtimeFolder, 'podman/podman.sock'),
  ];
  const all = [
    ...(env.DOCKER_HOST ? [{ host: env.DOCKER_HOST, from: 'DOCKER_HOST' }] : []),
    ...(context ? [{ host: context.host, from: `context ${context.name}` }] : []),
    ...usual.filter((path) => path !== undefined && path !== '').map((path) => ({ host: `unix://${path}`, from: 'usual place' })),
  ];
  return all.filter((candidate, index) => all.findIndex(({ host }) => host === candidate.host) === index);
}

/**
 * The Docker context in use, when it is not the default one.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 */
export function currentContext(env, home) {
  const folder = env.DOCKER_CONFIG || join(home, '.docker');
  const name = contextName(env.DOCKER_CONTEXT, readIfThere(join(folder, 'config.json')));
  if (name === undefined) return undefined;
  const host = contextHost(readIfThere(join(folder, 'contexts/meta', contextFolder(name), 'meta.json')));
  return host === undefined ? undefined : { name, host };
}

/**
 * @param {string | undefined} fromEnvironment value of DOCKER_CONTEXT, which wins over the file
 * @param {string | undefined} configText content of the client's config.json
 * @returns {string | undefined} undefined for the default context, which is no more than DOCKER_HOST or the default place
 */
export function contextName(fromEnvironment, configText) {
  const name = fromEnvironment || parsedObject(configText).currentContext;
  return typeof name === 'string' && name !== '' && name !== 'default' ? name : undefined;
}

/**
 * @param {string} name
 * @returns {string} the folder under contexts/meta where the Docker client keeps a context of that name
 */
export function contextFolder(name) {
  return createHash('sha256').update(name).digest('hex');
}

/**
 * @param {string | undefined} metaText content of a context's meta.json
 * @returns {string | undefined}
 */
export function contextHost(metaText) {
  const host = parsedObject(metaText).Endpoints?.docker?.Host;
  return typeof host === 'string' && host !== '' ? host : undefined;
}

/**
 * A file of the Docker client that does not parse is the client's to complain about: here it names no engine.
 *
 * @param {string | undefined} text
 * @returns {Record<string, any>}
 */
function parsedObject(text) {
  try {
    const value = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
