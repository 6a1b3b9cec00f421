import { listResources } from '../../scripts/leftovers.mjs';

const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

/** What the engine holds of a project, asked without any code of ours: `container shop-db-1`, by kind and name. */
export const leftOf = async (project: string): Promise<readonly string[]> =>
  (await listResources(host))
    .filter(({ labels }) => labels['com.docker.compose.project'] === project)
    .map(({ kind, name }) => `${kind} ${name}`)
    .sort();

/** Projects that the engine knows and whose name begins so. */
export const projectsLike = async (prefix: string): Promise<readonly string[]> =>
  [...new Set((await listResources(host)).map(({ labels }) => labels['com.docker.compose.project'] ?? ''))].filter((project) => project.startsWith(prefix)).sort();
