import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestText } from './setup/engine-request.mjs';

/**
 * @typedef {object} Resource
 * @property {'container' | 'network' | 'volume'} kind
 * @property {string} id
 * @property {string} name
 * @property {Record<string, string>} labels
 */

/**
 * Everything in the engine that a test run may have made. Images are not in it: those built for tests stay on purpose,
 * under the name of their content, for the next run.
 *
 * @param {string} host as DOCKER_HOST says it
 * @returns {Promise<Resource[]>}
 */
export async function listResources(host) {
  const [containers, networks, { Volumes: volumes }] = await Promise.all(
    ['/containers/json?all=1', '/networks', '/volumes'].map((path) => read(host, path)),
  );
  return [
    ...containers.map((/** @type {any} */ { Id, Names, Labels }) => resource('container', Id, Names[0]?.slice(1) ?? Id, Labels)),
    ...networks.map((/** @type {any} */ { Id, Name, Labels }) => resource('network', Id, Name, Labels)),
    ...(volumes ?? []).map((/** @type {any} */ { Name, Labels }) => resource('volume', Name, Name, Labels)),
  ];
}

/**
 * @param {Resource['kind']} kind
 * @param {string} id
 * @param {string} name
 * @param {Record<string, string> | null} labels
 * @returns {Resource}
 */
function resource(kind, id, name, labels) {
  return { kind, id, name, labels: labels ?? {} };
}

/**
 * @param {string} host
 * @param {string} path
 */
async function read(host, path) {
  const { status, text } = await requestText(host, path);
  if (status !== 200) throw new Error(`The engine at ${host} answered status ${status} to GET ${path}: ${text.trim()}`);
  return JSON.parse(text);
}

/**
 * What a run left: what was not there before it and is ours. Where nothing else uses the engine (`alone`), ours is all
 * that Seaworthy or Compose made, and every unnamed volume. Elsewhere others may be at work, so it is only what carries
 * the name of an owner that is this process or has ended.
 *
 * @param {{ before: readonly Resource[], after: readonly Resource[], alone: boolean, isRunning?: (pid: number) => boolean }} run
 * @returns {Resource[]}
 */
export function whatIsLeft({ before, after, alone, isRunning = hasProcess }) {
  const known = new Set(before.map(({ kind, id }) => `${kind} ${id}`));
  return after.filter((item) => {
    if (known.has(`${item.kind} ${item.id}`)) return false;
    const { labels } = item;
    if (labels['seaworthy.session'] === undefined) {
      const unnamed = item.kind === 'volume' && /^[0-9a-f]{64}$/.test(item.name);
      return alone && (labels['com.docker.compose.project'] !== undefined || unnamed);
    }
    const owner = Number(labels['seaworthy.owner.pid']);
    const here = labels['seaworthy.owner.host'] === hostname();
    return alone || (here && (owner === process.pid || !isRunning(owner)));
  });
}

/**
 * Waits a while, for what outlives a run by design: the watcher that removes what a killed process left.
 *
 * @param {{ host: string, before: readonly Resource[], alone: boolean, patienceMs?: number }} options
 * @returns {Promise<Resource[]>} what is still there then
 */
export async function waitUntilNothingIsLeft({ host, before, alone, patienceMs = 10_000 }) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const left = whatIsLeft({ before, after: await listResources(host), alone });
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(200);
  }
}

/** @param {number} pid */
function hasProcess(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {readonly Resource[]} left */
export function leftoverText(left) {
  return ['The engine still holds what this run made:', ...left.map((item) => `  ${item.kind.padEnd(9)} ${item.name}${originOf(item)}`)].join('\n');
}

/** @param {Resource} item */
function originOf({ labels }) {
  const project = labels['com.docker.compose.project'];
  const owner = labels['seaworthy.owner.pid'];
  return `${project === undefined ? '' : ` of project ${project}`}${owner === undefined ? '' : `, made by process ${owner}`}`;
}
