import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { chosenBackend } from './chosen-backend.ts';
import type { ReadText } from './docker-context.ts';
import type { Machine } from './usual-sockets.ts';

/** What cannot be read has nothing to say here: which engine it would have named is asked of the engines instead. */
const readText: ReadText = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

function programsOnPath(names: readonly string[], env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return Object.fromEntries(
    names.flatMap((name) => {
      const path = folders.map((folder) => join(folder, name)).find(isProgram);
      return path === undefined ? [] : [[name, path]];
    }),
  );
}

/** The machine we run on, with the given environment. */
export function thisMachine(env: NodeJS.ProcessEnv): { readonly machine: Machine; readonly readText: ReadText } {
  const programs = programsOnPath(['podman', 'nerdctl', 'container'], env);
  return { machine: { env, platform: process.platform, home: env['HOME'] || homedir(), uid: process.getuid?.(), programs, chosen: chosenBackend() }, readText };
}
