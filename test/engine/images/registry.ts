import { randomBytes } from 'node:crypto';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { copyTo, create, start, type StartedContainer } from '../../../src/container.ts';
import { requestProgress, requestText } from '../../../scripts/setup/engine-request.mjs';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import { BUSYBOX, REGISTRY } from '../images.ts';
import { tarOf } from '../runtime/tar.ts';

const engine = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

/** `pilot` and `harbour`, as `htpasswd -B` writes them; the only form that the registry takes. */
const HTPASSWD = 'pilot:$2b$05$abcdefghijklmnopqrstuuZ9hITkhSjgdPh1azpD9e5XbVlHeIfui\n';
export const ACCOUNT = { username: 'pilot', password: 'harbour' } as const;

export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:49153`: on loopback an engine asks for no certificate. */
  readonly host: string;
  readonly port: number;
  /** Tags an image that the engine has, pushes it, and forgets the tag; resolves with its digest. */
  push(image: string, name: string): Promise<string>;
}

/** A registry in a container, which asks for the account if it is to. */
export async function startRegistry({ auth }: { readonly auth: boolean }): Promise<Registry> {
  const env = auth ? { REGISTRY_AUTH: 'htpasswd', REGISTRY_AUTH_HTPASSWD_REALM: 'harbour', REGISTRY_AUTH_HTPASSWD_PATH: '/auth/htpasswd' } : {};
  const created = await create({ image: REGISTRY, env: { ...env, OTEL_TRACES_EXPORTER: 'none' }, ports: [5000] });
  if (auth) await copyTo(created, { content: HTPASSWD }, '/auth/htpasswd');
  const container: StartedContainer = await start(created, { ready: 'ports' });
  const host = container.address(5000);
  return { host, port: container.port(5000), push: (image, name) => push(image, `${host}/${name}`, host), [Symbol.asyncDispose]: () => container[Symbol.asyncDispose]() };
}

async function push(image: string, reference: string, host: string): Promise<string> {
  const colon = reference.lastIndexOf(':');
  const [repo, tag] = [reference.slice(0, colon), reference.slice(colon + 1)];
  const tagged = await requestText(engine, `/images/${image}/tag?${new URLSearchParams({ repo, tag }).toString()}`, { method: 'POST' });
  if (tagged.status !== 201) throw new Error(`could not tag ${image}: ${tagged.text}`);
  const auth = Buffer.from(JSON.stringify({ ...ACCOUNT, serveraddress: host })).toString('base64url');
  await requestProgress(engine, `/images/${repo}/push?tag=${tag}`, { method: 'POST', headers: { 'x-registry-auth': auth } });
  const { text } = await requestText(engine, `/images/${reference}/json`);
  const { RepoDigests } = JSON.parse(text) as { readonly RepoDigests: readonly string[] };
  await requestText(engine, `/images/${reference}`, { method: 'DELETE' });
  return RepoDigests.find((digest) => digest.startsWith(`${repo}@`))!.split('@')[1]!;
}

/** A name of its own for each image that a test makes. */
export const uniqueName = (): string => `seaworthy-test-${randomBytes(4).toString('hex')}`;

/** Something between the engine and a registry that answers in its place whenever it wants to. */
export interface Gateway extends AsyncDisposable {
  readonly host: string;
  readonly requests: readonly string[];
}

/** Takes a request over by returning true. */
export type Interference = (request: IncomingMessage, response: ServerResponse, count: number) => boolean;

export async function startGateway(registry: Registry, interfere: Interference): Promise<Gateway> {
  const requests: string[] = [];
  const server = createServer((incoming, response) => {
    requests.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    if (interfere(incoming, response, requests.length)) return;
    const forwarded = request({ host: '127.0.0.1', port: registry.port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An image whose one layer of its own nobody has: what is pulled of it has to come over the line. */
export async function buildFreshImage(megabytes: number): Promise<string> {
  const runtime = await connectBackend();
  try {
    const dockerfile = `FROM ${BUSYBOX}\nRUN head -c ${String(megabytes * 1_000_000)} /dev/urandom > /fresh && echo ${uniqueName()}\n`;
    return await runtime.images.build({ context: Readable.from([await tarOf({ Dockerfile: dockerfile })]), dockerfile: 'Dockerfile', tags: [`${uniqueName()}:fresh`], noCache: true });
  } finally {
    runtime.close();
  }
}
