import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { EngineClient } from './engine-client.ts';

/** `Libpod/4.3.1 (linux)` */
const PODMAN = /^Libpod\/(\S+) \((\w+)\)$/;

/**
 * What Podman says about itself in the header of a ping, in the words of `/version`; nothing for another engine. Its
 * `/version` asks the package manager about its programs, which takes seconds where the machine is busy.
 */
export async function pingPodman(client: EngineClient, signal: AbortSignal): Promise<object | undefined> {
  const stream = (await client.open({ method: 'GET', path: '/_ping', deed: { noun: 'engine', verb: 'ask for a sign of life' }, signal })) as Readable & { readonly headers: IncomingHttpHeaders };
  stream.resume();
  const [, version, os] = PODMAN.exec(String(stream.headers.server)) ?? [];
  return version === undefined ? undefined : { Version: version, ApiVersion: String(stream.headers['api-version']), Os: os, Components: [{ Name: 'Podman Engine' }] };
}
