import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { installPackages } from './apt.mjs';
import { EngineRefusal, requestProgress } from './engine-request.mjs';
import { baseRecipe, imagesFolder, recipeLabel } from './image-recipes.mjs';
import { isOnPath } from './program-on-path.mjs';
import { lastLines, runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';
import { withTemporaryFolder } from './temporary-folder.mjs';

/** On Ubuntu debootstrap comes without them. */
const debianKeys = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * The image that all others start from: a minimal Debian, unpacked here and handed to the engine.
 *
 * @param {{ host: string, recipe: string, signal?: AbortSignal | undefined }} options
 */
export async function importDebianBase({ host, recipe, signal }) {
  if (!isOnPath('debootstrap') || !existsSync(debianKeys)) {
    await installPackages(['debootstrap', 'debian-archive-keyring']);
  }
  await withTemporaryFolder(async (parent) => {
    // mkdtemp's folder is closed to others, and its mode would become that of the image's `/`.
    const root = join(parent, 'root');
    await runCommand('debootstrap', ['--variant=minbase', baseRecipe.suite, root], { signal });
    for (const folder of baseRecipe.remove) {
      await rm(join(root, folder), { recursive: true, force: true });
      await mkdir(join(root, folder), { recursive: true });
    }
    for (const [path, text] of Object.entries(baseRecipe.files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
      if (text.startsWith('#!')) await chmod(join(root, path), 0o755);
    }
    const [repo, tag] = splitName(baseRecipe.local);
    const query = new URLSearchParams({ fromSrc: '-', repo, tag });
    query.append('changes', `LABEL ${recipeLabel}=${recipe}`);
    query.append('changes', 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive');
    query.append('changes', 'CMD ["bash"]');
    await sendTar({ host, path: `/images/create?${query}`, folder: root, what: `importing ${baseRecipe.local}`, signal });
  });
}

/**
 * @param {{ host: string, image: import('./image-recipes.mjs').ImageRecipe, recipe: string, signal?: AbortSignal | undefined }} options
 */
export async function buildImage({ host, image, recipe, signal }) {
  const query = new URLSearchParams({
    t: image.local,
    labels: JSON.stringify({ [recipeLabel]: recipe }),
    // Packages come from where this machine gets them, by its own resolver: the bridge may reach neither.
    networkmode: 'host',
    buildargs: JSON.stringify(proxyArguments(process.env)),
    rm: '1',
    forcerm: '1',
  });
  const folder = join(imagesFolder, image.folder);
  await sendTar({ host, path: `/build?${query}`, folder, what: `building ${image.local}`, signal });
}

/** @param {NodeJS.ProcessEnv} env */
function proxyArguments(env) {
  const names = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
  return Object.fromEntries(names.filter((name) => env[name]).map((name) => [name, env[name]]));
}

/**
 * @param {{ host: string, path: string, folder: string, what: string, signal?: AbortSignal | undefined }} options
 */
async function sendTar({ host, path, folder, what, signal }) {
  const tar = spawn('tar', ['-C', folder, '--numeric-owner', '-cf', '-', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve, reject) => {
    tar.on('error', reject);
    tar.on('close', (code) => (code === 0 ? resolve(undefined) : reject(new SetUpError(`${what}: tar failed (${code})`))));
  });
  const sent = requestProgress(host, path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-tar' },
    body: tar.stdout,
    signal,
  }).catch((error) => {
    tar.kill();
    throw error instanceof EngineRefusal ? new SetUpError(`${what} failed: ${error.message}\n${lastLines(error.printed)}`) : error;
  });
  // The engine's reason comes first: when it refuses, tar fails too, and only because of it.
  const [answer, packed] = await Promise.allSettled([sent, ended]);
  if (answer.status === 'rejected') throw answer.reason;
  if (packed.status === 'rejected') throw packed.reason;
}

/**
 * @param {string} name with a tag
 * @returns {[repository: string, tag: string]}
 */
export function splitName(name) {
  const colon = name.lastIndexOf(':');
  return [name.slice(0, colon), name.slice(colon + 1)];
}
