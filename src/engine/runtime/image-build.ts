import { stripVTControlCharacters } from 'node:util';
import { ImageError } from '../../errors.ts';
import type { EngineClient, EngineRequest } from './engine-client.ts';
import { readJsonLines } from './json-lines.ts';
import { encodeAuth, findAllRegistryLogins } from './registry-auth.ts';
import type { Cancellable } from './cancellable.ts';
import type { BuildRequest } from './images.ts';
import { translated } from './translated.ts';
import { Upload } from './upload.ts';

interface BuildMessage {
  readonly stream?: string;
  readonly status?: string;
  readonly error?: string;
  readonly aux?: { readonly ID?: string } | null;
}

/** How much of a failing step's output goes into the error. */
const TAIL_LINES = 20;

/** What a build has printed so far, as far as its failure needs it. */
class BuildOutput {
  #step = '';
  #output = '';

  add(text: string): void {
    // Each step begins with its own line, so what came before belongs to one that succeeded.
    if (/^Step \d+\/\d+ : /.test(text)) {
      this.#step = text.trim();
      this.#output = '';
    } else {
      this.#output += text;
    }
  }

  /** The step under way and the end of what it printed, without the builder's own remarks and its red for stderr. */
  describe(): string {
    const lines = stripVTControlCharacters(this.#output)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '' && !/^ ---> |^Removing intermediate container /.test(line));
    const tail = lines.slice(-TAIL_LINES).map((line) => `\n  ${line}`);
    return `${this.#step === '' ? '' : `\n${this.#step}`}${tail.join('')}`;
  }
}

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

const remedyFor = (seen: string, needsBuildKit: boolean): string => {
  if (needsBuildKit || /BuildKit|unknown flag/i.test(seen)) {
    return 'Images are built with the classic builder: write the Dockerfile without what only BuildKit has (--mount, here-documents), or build the image beforehand and name it with image.';
  }
  if (/no space left on device/i.test(seen)) return "The engine's disk is full: free space there, for example with docker system prune, and try again.";
  return 'Correct the Dockerfile or its context and try again.';
};

/** Builds with the classic builder. The engine answers 200 at once: a failure comes as a line of the stream. */
export async function buildImage(client: EngineClient, build: BuildRequest, { signal }: Cancellable): Promise<string> {
  const name = build.tags[0] ?? build.dockerfile;
  const upload = new Upload(build.context);
  const output = new BuildOutput();
  const refused = (seen: string): ImageError =>
    new ImageError('IMAGE_BUILD', `Could not build ${build.what ?? `image "${name}"`} from ${build.shownDockerfile ?? build.dockerfile}: ${seen.replace(/\.$/, '')}.${output.describe()}\n${remedyFor(`${seen}${output.describe()}`, build.needsBuildKit === true)}`);
  const logins = await findAllRegistryLogins(process.env, signal);
  const request = {
    method: 'POST',
    path: '/build',
    query: queryOf(build),
    upload,
    headers: { 'Content-Type': 'application/x-tar', ...(Object.keys(logins).length === 0 ? {} : { 'X-Registry-Config': encodeAuth(logins) }) },
    deed: { noun: 'image', verb: 'build', name },
    refused,
    signal,
  } as const;
  const stream = await client.open(request);
  let id: string | undefined;
  for await (const message of translated(client, request, stream, readJsonLines(stream) as AsyncIterable<BuildMessage>)) {
    if (message.error !== undefined) throw refused(message.error.trim());
    const text = message.stream ?? (message.status === undefined ? '' : `${message.status}\n`);
    output.add(text);
    if (text !== '') build.onOutput?.(text);
    // The short id in the last line is for engines that do not send the whole one.
    id = message.aux?.ID ?? id ?? /^Successfully built ([0-9a-f]+)/.exec(text)?.[1];
  }
  if (id === undefined) throw refused('the engine named no image');
  return id;
}
