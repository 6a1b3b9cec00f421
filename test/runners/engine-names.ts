import { listResources } from '../../scripts/leftovers.mjs';
import { requestText } from '../../scripts/setup/engine-request.mjs';

const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

/** Containers, networks and volumes of the projects whose names begin with the given one, in order. */
export async function engineNames(base: string): Promise<readonly string[]> {
  const ofProject = new RegExp(`^${base}-[0-9a-f]{8}[-_]`);
  return (await listResources(host)).filter(({ name }) => ofProject.test(name)).map(({ kind, name }) => `${kind} ${name}`).sort();
}

/** Removes a volume that a test made the engine keep. */
export async function removeVolume(name: string): Promise<void> {
  await requestText(host, `/volumes/${name}`, { method: 'DELETE' });
}
