import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { EngineClient } from './engine-client.ts';

/** `Libpod/4.3.1 (linux)` */
const PODMAN = /^Libpod\/(\S+) \((\w+)\)$/;

async function ping(client: EngineClient, signal: AbortSignal | undefined): Promise<IncomingHttpHeaders> {
  const stream = (await client.open({ method: 'GET', path: '/_ping', deed: { noun: 'engine', verb: 'ask for a sign of life' }, signal })) as Readable & { readonly headers: IncomingHttpHeaders };
  stream.resume();
  return stream.headers;
}

/** What a ping says of how the engine builds: `builderVersion` is `2` where it prefers BuildKit. */
export async function pingEngine(client: EngineClient, signal: AbortSignal | undefined): Promise<{ readonly isPodman: boolean; readonly builderVersion: string | undefined }> {
  const headers = await ping(client, signal);
  const builderVersion = headers['builder-version'];
  return { isPodman: PODMAN.test(String(headers.server)), builderVersion: typeof builderVersion === 'string' ? builderVersion : undefined };
}

/**
 * What Podman says about itself in the header of a ping, in the words of `/version`; nothing for another engine. Its
 * `/version` asks the package manager about its programs, which takes seconds where the machine is busy.
 */
export async function pingPodman(client: EngineClient, signal: AbortSignal): Promise<object | undefined> {
  const headers = await ping(client, signal);
  const [, version, os] = PODMAN.exec(String(headers.server)) ?? [];
  return version === undefined ? undefined : { Version: version, ApiVersion: String(headers['api-version']), Os: os, Components: [{ Name: 'Podman Engine' }] };
}
