import { ImageError } from '../../../errors.ts';
import type { EngineClient, EngineRequest } from '../engine-client.ts';
import { pingEngine } from '../engine-ping.ts';
import { readJsonLines } from '../json-lines.ts';
import { encodeAuth, findAllRegistryLogins } from '../registry-auth.ts';
import type { Cancellable } from '../cancellable.ts';
import type { BuildRequest } from '../images.ts';
import { translated } from '../translated.ts';
import { Upload } from '../upload.ts';
import type { BuildMessage, BuildOutput } from './build-output.ts';
import { openBuildSession } from './buildkit-session.ts';
import { ClassicOutput } from './classic-output.ts';

/** Podman builds with a builder of its own behind the words of the classic one. */
type Builder = 'classic' | 'podman' | 'buildkit';

const queryOf = (request: BuildRequest): EngineRequest['query'] => ({
  dockerfile: request.dockerfile,
  t: request.tags,
  buildargs: request.args,
  labels: request.labels,
  target: request.target,
  networkmode: request.network,
  nocache: request.noCache,
  pull: request.pull,
  platform: request.platform,
  extrahosts: request.extraHosts,
  cachefrom: request.cacheFrom === undefined ? undefined : JSON.stringify(request.cacheFrom),
  shmsize: request.shmSizeBytes,
  ulimits: request.ulimits === undefined ? undefined : JSON.stringify(request.ulimits),
  // Intermediate containers of a failed build would stay for ever.
  rm: true,
  forcerm: true,
});

/**
 * BuildKit where only that one understands the build, or where the engine prefers it; but it leaves nothing out of a
 * context that is sent as a tar stream, so a Dockerfile that is to be hidden in it goes to the classic builder.
 */
async function chooseBuilder(client: EngineClient, { needsBuildKit, hidesDockerfile, secrets }: BuildRequest, signal: AbortSignal | undefined): Promise<Builder> {
  const { isPodman, builderVersion } = await pingEngine(client, signal);
  if (isPodman) return 'podman';
  const needed = needsBuildKit === true || (secrets?.size ?? 0) > 0;
  return needed || (builderVersion === '2' && hidesDockerfile !== true) ? 'buildkit' : 'classic';
}

const UNKNOWN = /unknown (instruction|flag)/i;

const remedyFor = (seen: string, builder: Builder, needsBuildKit: boolean): string => {
  if (builder === 'podman' && UNKNOWN.test(seen)) {
    return 'This engine does not build with BuildKit: write the Dockerfile without what only BuildKit has (--mount, here-documents), or build the image beforehand and name it with image.';
  }
  if (builder === 'buildkit' && needsBuildKit && UNKNOWN.test(seen)) {
    return "The engine's BuildKit is older than what the Dockerfile uses: begin it with # syntax=docker/dockerfile:1, which the engine pulls, or build the image beforehand and name it with image.";
  }
  if (/401 Unauthorized|no basic auth credentials|authentication required|authorization failed/i.test(seen)) return 'Log in to the registry of the image that it starts from, with "docker login", or correct the name of that image.';
  if (/no space left on device/i.test(seen)) return "The engine's disk is full: free space there, for example with docker system prune, and try again.";
  return 'Correct the Dockerfile or its context and try again.';
};

/** Sends the build and reads what comes back to its end. The engine answers 200 at once: a failure comes as a line of the stream. */
async function runBuild(client: EngineClient, request: EngineRequest, output: BuildOutput, { onOutput, refused }: { readonly onOutput: BuildRequest['onOutput']; readonly refused: (seen: string) => ImageError }): Promise<string> {
  const stream = await client.open(request);
  let id: string | undefined;
  for await (const message of translated(client, request, stream, readJsonLines(stream) as AsyncIterable<BuildMessage>)) {
    if (message.error !== undefined) throw refused(message.error.trim());
    const text = output.read(message);
    if (text !== '') onOutput?.(text);
    // The short id in the last line is for engines that do not send the whole one.
    id = (typeof message.aux === 'object' ? message.aux?.ID : undefined) ?? id ?? /^Successfully built ([0-9a-f]+)/.exec(text)?.[1];
  }
  if (id === undefined) throw refused('the engine named no image');
  return id;
}

/** Builds with what the engine has. Resolves with the image id. */
export async function buildImage(client: EngineClient, build: BuildRequest, { signal }: Cancellable): Promise<string> {
  const name = build.tags[0] ?? build.dockerfile;
  const upload = new Upload(build.context);
  const builder = await chooseBuilder(client, build, signal);
  const output = builder === 'buildkit' ? new (await import('./buildkit-output.ts')).BuildKitOutput() : new ClassicOutput();
  const refused = (seen: string): ImageError =>
    new ImageError('IMAGE_BUILD', `Could not build ${build.what ?? `image "${name}"`} from ${build.shownDockerfile ?? build.dockerfile}: ${seen.replace(/\.$/, '')}.${output.describe()}\n${remedyFor(`${seen}${output.describe()}`, builder, build.needsBuildKit === true)}`);
  const request = { method: 'POST', path: '/build', query: queryOf(build), upload, deed: { noun: 'image', verb: 'build', name }, refused, signal } as const;
  const headers = { 'Content-Type': 'application/x-tar' };
  if (builder === 'buildkit') {
    const session = await openBuildSession(client, { secrets: build.secrets ?? new Map(), env: process.env }, signal);
    try {
      return await runBuild(client, { ...request, query: { ...request.query, version: '2', session: session.id }, headers }, output, { onOutput: build.onOutput, refused });
    } finally {
      session.close();
    }
  }
  const logins = await findAllRegistryLogins(process.env, signal);
  return await runBuild(client, { ...request, headers: { ...headers, ...(Object.keys(logins).length === 0 ? {} : { 'X-Registry-Config': encodeAuth(logins) }) } }, output, { onOutput: build.onOutput, refused });
}
