import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether something was made from sources as they are now.
 *
 * @param {readonly string[]} made files
 * @param {readonly string[]} sources files and folders
 */
export function isNewer(made, sources) {
  const times = made.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.min(...times) > Math.max(...sources.flatMap(changes));
}

/**
 * @param {string} path
 * @returns {number[]} when it and all that is in it changed; a folder's own time tells of files that are gone
 */
function changes(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return [stat.mtimeMs];
  return [stat.mtimeMs, ...readdirSync(path).flatMap((name) => changes(join(path, name)))];
}
