import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
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

/** The machine we run on, with the given environment. */
export function thisMachine(env: NodeJS.ProcessEnv): { readonly machine: Machine; readonly readText: ReadText } {
  return { machine: { env, platform: process.platform, home: env['HOME'] || homedir(), uid: process.getuid?.() }, readText };
}
