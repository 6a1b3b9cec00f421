import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} ImageRecipe
 * @property {string} variable by which a spec asks for the image, as in `${REDIS_IMAGE:-redis:7-alpine}`
 * @property {string} upstream the image that users know
 * @property {string} local our own, from Debian packages, under a name that does not pretend to be the upstream one
 * @property {string} folder of its Dockerfile, below test/images
 */

/** @type {readonly ImageRecipe[]} */
export const imageRecipes = [
  { variable: 'BUSYBOX_IMAGE', upstream: 'busybox:1.37', local: 'seaworthy-images/busybox:debian12', folder: 'busybox' },
  { variable: 'REDIS_IMAGE', upstream: 'redis:7-alpine', local: 'seaworthy-images/redis:debian12', folder: 'redis' },
  { variable: 'NGINX_IMAGE', upstream: 'nginx:1.27-alpine', local: 'seaworthy-images/nginx:debian12', folder: 'nginx' },
  { variable: 'NODE_IMAGE', upstream: 'node:22-alpine', local: 'seaworthy-images/node:debian12', folder: 'node' },
  { variable: 'POSTGRES_IMAGE', upstream: 'postgres:16-alpine', local: 'seaworthy-images/postgres:debian12', folder: 'postgres' },
  { variable: 'REGISTRY_IMAGE', upstream: 'registry:2', local: 'seaworthy-images/registry:debian12', folder: 'registry' },
];

/** What every local image starts from. Its files are written over those that debootstrap leaves. */
export const baseRecipe = {
  local: 'seaworthy-images/debian:bookworm',
  suite: 'bookworm',
  /** @type {Readonly<Record<string, string>>} */
  files: {
    // A build is thrown away when the machine dies: waiting for the disk after each file buys nothing.
    'etc/dpkg/dpkg.cfg.d/image': ['force-unsafe-io', 'path-exclude /usr/share/doc/*', 'path-exclude /usr/share/man/*', 'path-exclude /usr/share/locale/*', ''].join('\n'),
    'etc/apt/apt.conf.d/image': ['APT::Install-Recommends "false";', 'Acquire::Languages "none";', 'APT::Keep-Downloaded-Packages "false";', 'Dir::Cache::pkgcache "";', 'Dir::Cache::srcpkgcache "";', ''].join('\n'),
    // No service is started while packages are installed.
    'usr/sbin/policy-rc.d': '#!/bin/sh\nexit 101\n',
  },
  remove: ['var/cache/apt/archives', 'var/cache/debconf', 'var/lib/apt/lists', 'var/log', 'usr/share/doc', 'usr/share/man', 'usr/share/locale'],
};

/** Label of a local image, whose value says what it was made from: one made from something else is out of date. */
export const recipeLabel = 'seaworthy.images.recipe';

export const imagesFolder = fileURLToPath(new URL('../../test/images', import.meta.url));

/**
 * @param {string} folder of a build context
 * @returns {Record<string, string>} what is in it, by path: mode and content
 */
export function readContext(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const executable = (statSync(path).mode & 0o111) !== 0;
      return [path.slice(folder.length + 1), `${executable ? 'x' : '-'}${readFileSync(path, 'utf8')}`];
    }),
  );
}

/**
 * @param {unknown} recipe plain data
 * @returns {string} the same for the same data, whatever the order of its keys
 */
export function recipeHash(recipe) {
  const ordered = JSON.stringify(recipe, (_key, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(ordered).digest('hex').slice(0, 16);
}
