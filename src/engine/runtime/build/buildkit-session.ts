import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { handleUnaryCall, MethodDefinition, UntypedHandleCall } from '@grpc/grpc-js';
import type { IType } from 'protobufjs/light.js';
import type { EngineClient } from '../engine-client.ts';
import { findRegistryLogin } from '../registry-auth.ts';

/** What BuildKit may ask for while it builds. */
export interface SessionOffer {
  /** Contents of secrets, by the id that the Dockerfile has. */
  readonly secrets: ReadonlyMap<string, Buffer>;
  readonly env: NodeJS.ProcessEnv;
}

export interface BuildSession {
  /** What the build names it by. */
  readonly id: string;
  close(): void;
}

type Fields = Readonly<Record<string, unknown>>;

/** A method that BuildKit calls: its path, its messages, and the answer. */
interface Method {
  readonly path: string;
  readonly request: IType['fields'];
  readonly response: IType['fields'];
  readonly answer: (request: Fields) => Promise<Fields | undefined>;
}

/** Docker Hub's own name for itself. */
const DOCKER_HUB = /^(registry-1|index|auth)\.docker\.io$/;

/**
 * Paths and field numbers as in BuildKit's sources: https://github.com/moby/buildkit/tree/v0.13.0/session, and
 * https://github.com/grpc/grpc/blob/master/doc/health-checking.md, which BuildKit ends a session without.
 */
const methodsFor = ({ secrets, env }: SessionOffer, signal: AbortSignal): readonly Method[] => [
  {
    path: '/grpc.health.v1.Health/Check',
    request: {},
    response: { status: { type: 'int32', id: 1 } },
    answer: () => Promise.resolve({ status: 1 }),
  },
  {
    path: '/moby.buildkit.secrets.v1.Secrets/GetSecret',
    request: { ID: { type: 'string', id: 1 } },
    response: { data: { type: 'bytes', id: 1 } },
    answer: ({ ID }) => {
      const data = secrets.get(String(ID));
      return Promise.resolve(data === undefined ? undefined : { data });
    },
  },
  {
    path: '/moby.filesync.v1.Auth/Credentials',
    request: { Host: { type: 'string', id: 1 } },
    response: { Username: { type: 'string', id: 1 }, Secret: { type: 'string', id: 2 } },
    answer: async ({ Host }) => {
      const { auth } = await findRegistryLogin(String(Host).replace(DOCKER_HUB, 'docker.io'), env, signal);
      if (auth === undefined) return {};
      return 'identitytoken' in auth ? { Secret: auth.identitytoken } : { Username: auth.username, Secret: auth.password };
    },
  },
];

/**
 * Opens the connection over which BuildKit asks for what a build does not have in its context: secrets and credentials.
 * https://github.com/moby/moby/blob/v25.0.0/api/swagger.yaml, `/session`
 */
export async function openBuildSession(client: EngineClient, offer: SessionOffer, signal: AbortSignal | undefined): Promise<BuildSession> {
  // Only whoever builds with BuildKit pays for loading them.
  const [grpc, { default: protobuf }] = await Promise.all([import('@grpc/grpc-js'), import('protobufjs/light.js')]);
  const id = randomUUID();
  // A credential helper that is still asked when the build is over is not waited for.
  const over = new AbortController();
  const methods = methodsFor(offer, over.signal);
  const socket = (await client.open({
    method: 'POST',
    path: '/session',
    hijack: true,
    headers: { Upgrade: 'h2c', 'X-Docker-Expose-Session-Uuid': id, 'X-Docker-Expose-Session-Name': 'seaworthy', 'X-Docker-Expose-Session-Grpc-Method': methods.map(({ path }) => path) },
    deed: { noun: 'engine', verb: 'open a session for a build' },
    signal,
  })) as unknown as Socket;
  const server = new grpc.Server();
  for (const { path, request, response, answer } of methods) {
    const [asked, answered] = [protobuf.Type.fromJSON('Request', { fields: request }), protobuf.Type.fromJSON('Response', { fields: response })];
    const definition: MethodDefinition<Fields, Fields> = {
      path,
      requestStream: false,
      responseStream: false,
      requestSerialize: (fields) => Buffer.from(asked.encode(fields).finish()),
      requestDeserialize: (bytes) => asked.toObject(asked.decode(bytes), { defaults: true }),
      responseSerialize: (fields) => Buffer.from(answered.encode(fields).finish()),
      responseDeserialize: (bytes) => answered.toObject(answered.decode(bytes)),
    };
    const handle: handleUnaryCall<Fields, Fields> = (call, done) => {
      answer(call.request).then(
        (fields) => done(fields === undefined ? { code: grpc.status.NOT_FOUND, details: 'there is no such thing' } : null, fields),
        (error: unknown) => done({ code: grpc.status.INTERNAL, details: error instanceof Error ? error.message : String(error) }),
      );
    };
    server.addService({ method: definition }, { method: handle as UntypedHandleCall });
  }
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  injector.injectConnection(socket);
  return {
    id,
    close() {
      over.abort();
      server.forceShutdown();
      socket.destroy();
    },
  };
}
