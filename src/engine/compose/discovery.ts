import { dirname, join } from 'node:path';
import { pathKind } from './read-file.ts';

const names = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const overrideNames = ['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];

const firstOf = async (directory: string, candidates: readonly string[]): Promise<string | undefined> => {
  for (const name of candidates) if ((await pathKind(join(directory, name))) === 'file') return join(directory, name);
  return undefined;
};

/** The Compose file of a directory and its override file; parents are searched where asked for. Empty where there is none. */
export const discoverFiles = async (directory: string, options: { readonly parents: boolean }): Promise<readonly string[]> => {
  for (let current = directory; ; current = dirname(current)) {
    const file = await firstOf(current, names);
    if (file !== undefined) {
      const override = await firstOf(current, overrideNames);
      return override === undefined ? [file] : [file, override];
    }
    if (!options.parents || dirname(current) === current) return [];
  }
};
