import { projectLabel } from './container-body.mjs';
import { filterQuery } from './engine-client.mjs';

const attempts = 5;

/**
 * Removes whatever projects of this run are still there: nothing after a run that went well, and after one that was
 * interrupted what was under way.
 *
 * @param {import('./engine-client.mjs').EngineClient} client
 * @param {string} projectPrefix
 * @returns {Promise<string[]>} names of what was still there
 */
export async function removeLeftovers(client, projectPrefix) {
  const removed = new Set();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const left = await listLeftovers(client, projectPrefix);
    if (left.length === 0) break;
    // Containers first: networks and volumes that they use cannot go before them.
    for (const kind of ['containers', 'networks', 'volumes']) {
      const paths = left.filter(({ path }) => path.startsWith(`/${kind}/`));
      await Promise.allSettled(paths.map(({ path }) => client.call('DELETE', `${path}${kind === 'containers' ? '?force=1&v=1' : ''}`)));
    }
    for (const { name } of left) removed.add(name);
  }
  return [...removed];
}

/**
 * @param {import('./engine-client.mjs').EngineClient} client
 * @param {string} projectPrefix
 * @returns {Promise<{ path: string, name: string }[]>}
 */
async function listLeftovers(client, projectPrefix) {
  const query = filterQuery({ label: [projectLabel] });
  const [containers, networks, { Volumes: volumes }] = await Promise.all(
    [`/containers/json?all=1&${query}`, `/networks?${query}`, `/volumes?${query}`].map((path) => client.call('GET', path)),
  );
  const ours = (/** @type {any} */ { Labels }) => Labels?.[projectLabel]?.startsWith(projectPrefix);
  return [
    ...containers.filter(ours).map((/** @type {any} */ { Id, Names }) => ({ path: `/containers/${Id}`, name: Names[0] ?? Id })),
    ...networks.filter(ours).map((/** @type {any} */ { Id, Name }) => ({ path: `/networks/${Id}`, name: Name })),
    ...(volumes ?? []).filter(ours).map((/** @type {any} */ { Name }) => ({ path: `/volumes/${Name}`, name: Name })),
  ];
}
