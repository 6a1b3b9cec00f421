import { ImageError } from '../../errors.ts';
import { parseImageReference } from './image-reference.ts';
import type { EngineClient } from './engine-client.ts';
import { readJsonLines } from './json-lines.ts';
import { encodeAuth, findRegistryLogin } from './registry-auth.ts';
import type { Images, PullProgress } from './runtime.ts';

type PullOptions = NonNullable<Parameters<Images['pull']>[1]>;

interface PullMessage {
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number } | null;
  readonly error?: string;
}

const parseProgress = ({ status, id, progressDetail }: PullMessage): PullProgress => ({
  status: status ?? '',
  ...(id === undefined ? {} : { layer: id }),
  ...(progressDetail?.current === undefined ? {} : { current: progressDetail.current }),
  ...(progressDetail?.total === undefined ? {} : { total: progressDetail.total }),
});

/** Pulls one image. The engine answers 200 before it has asked the registry: a failure may come as a line of the stream. */
export async function pullImage(client: EngineClient, reference: string, { signal, platform, onProgress }: PullOptions): Promise<void> {
  const { name, version, registry } = parseImageReference(reference);
  const { auth, problem } = await findRegistryLogin(registry, process.env, signal);
  const refused = (seen: string): ImageError => {
    const login = problem === undefined ? '' : ` No credentials were sent: ${problem}.`;
    return new ImageError('IMAGE_PULL', `Could not pull image "${reference}": ${seen}.${login} Check its name and that ${registry} can be reached, log in with "docker login ${registry}" if it is private, or build or load it.`);
  };
  const request = {
    method: 'POST',
    path: '/images/create',
    query: { fromImage: name, tag: version, platform },
    headers: auth === undefined ? undefined : { 'X-Registry-Auth': encodeAuth(auth) },
    deed: { noun: 'image', verb: 'pull', name: reference },
    refused,
    signal,
  } as const;
  const stream = await client.open(request);
  try {
    for await (const message of readJsonLines(stream) as AsyncIterable<PullMessage>) {
      if (message.error !== undefined) throw refused(`the engine says "${message.error}"`);
      onProgress?.(parseProgress(message));
    }
  } catch (error) {
    throw client.translate(error, request);
  }
}
