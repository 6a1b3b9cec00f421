import { createHash } from 'node:crypto';
import { posix } from 'node:path';

/** Reads a small text file; `null` when there is none. */
export type ReadText = (path: string) => string | null;

/** What a context says about its engine, or why it cannot be told. `tlsFolder` is where its keys would be. */
type ContextAnswer = { readonly url: string; readonly tlsFolder: string; readonly skipTlsVerify: boolean } | { readonly problem: string };

/** The directory of the Docker client's configuration. */
export const clientDirectory = (env: NodeJS.ProcessEnv, home: string): string => env['DOCKER_CONFIG'] || posix.join(home, '.docker');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The name of the Docker context in use, by DOCKER_CONTEXT or `docker context use`; nothing for the default one. */
export function currentContext(env: NodeJS.ProcessEnv, home: string, readText: ReadText): { readonly name: string; readonly source: string } | undefined {
  const fromEnv = env['DOCKER_CONTEXT'];
  if (fromEnv !== undefined && fromEnv !== '') return fromEnv === 'default' ? undefined : { name: fromEnv, source: `DOCKER_CONTEXT=${fromEnv}` };
  const config = parseJson(readText(posix.join(clientDirectory(env, home), 'config.json')) ?? '') as { readonly currentContext?: unknown } | undefined;
  const name = config?.currentContext;
  return typeof name === 'string' && name !== '' && name !== 'default' ? { name, source: `Docker context "${name}"` } : undefined;
}

/** What the client's context store says about one context. It names directories by the hash of the context's name. */
export function readContext(name: string, env: NodeJS.ProcessEnv, home: string, readText: ReadText): ContextAnswer {
  const store = posix.join(clientDirectory(env, home), 'contexts');
  const directory = createHash('sha256').update(name).digest('hex');
  const file = posix.join(store, 'meta', directory, 'meta.json');
  const text = readText(file);
  if (text === null) return { problem: `the context does not exist (${file})` };
  const meta = parseJson(text) as { readonly Endpoints?: { readonly docker?: { readonly Host?: unknown; readonly SkipTLSVerify?: unknown } } } | null | undefined;
  const docker = meta?.Endpoints?.docker;
  const url = docker?.Host;
  return typeof url === 'string' && url !== ''
    ? { url, tlsFolder: posix.join(store, 'tls', directory, 'docker'), skipTlsVerify: docker?.SkipTLSVerify === true }
    : { problem: `the context names no Docker endpoint (${file})` };
}
