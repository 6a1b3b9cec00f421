import { ImageError } from '../../errors.ts';
import { parseImageReference } from './image-reference.ts';
import type { EngineClient } from './engine-client.ts';
import { readJsonLines } from './json-lines.ts';
import { meaningOf, pullRefused } from './pull-refusal.ts';
import { encodeAuth, findRegistryLogin } from './registry-auth.ts';
import type { Images, PullProgress } from './images.ts';
import { pause } from './pause.ts';
import { translated } from './translated.ts';

type PullOptions = NonNullable<Parameters<Images['pull']>[1]>;

interface PullMessage {
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number } | null;
  readonly error?: string;
}

const ATTEMPTS = 3;
/** Before the second attempt; twice as long before the third. */
const FIRST_PAUSE_MS = 500;

const parseProgress = ({ status, id, progressDetail }: PullMessage): PullProgress => ({
  status: status ?? '',
  ...(id === undefined ? {} : { layer: id }),
  ...(progressDetail?.current === undefined ? {} : { current: progressDetail.current }),
  ...(progressDetail?.total === undefined ? {} : { total: progressDetail.total }),
});

interface Attempt {
  readonly reference: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** The error for what was seen. */
  readonly refused: (seen: string) => ImageError;
}

/** One attempt. The engine answers 200 before it has asked the registry: a failure may come as a line of the stream. */
async function pullOnce(client: EngineClient, { reference, headers, refused }: Attempt, { signal, platform, onProgress }: PullOptions): Promise<void> {
  const { name, version } = parseImageReference(reference);
  const request = {
    method: 'POST',
    path: '/images/create',
    query: { fromImage: name, tag: version, platform },
    headers,
    deed: { noun: 'image', verb: 'pull', name: reference },
    refused,
    signal,
  } as const;
  const stream = await client.open(request);
  for await (const message of translated(client, request, stream, readJsonLines(stream) as AsyncIterable<PullMessage>)) {
    if (message.error !== undefined) throw refused(`the engine says "${message.error}"`);
    onProgress?.(parseProgress(message));
  }
}

/** Pulls one image. A registry that fails in a way that may pass is asked again. */
export async function pullImage(client: EngineClient, reference: string, options: PullOptions): Promise<void> {
  const { signal, platform, onProgress } = options;
  const { registry } = parseImageReference(reference);
  const { auth, problem } = await findRegistryLogin(registry, process.env, signal);
  const headers = auth === undefined ? undefined : { 'X-Registry-Auth': encodeAuth(auth) };
  for (let attempts = 1; ; attempts += 1) {
    let seen = '';
    const refused = (words: string): ImageError => {
      seen = words;
      return pullRefused({ reference, registry, seen, attempts, platform, credentials: { sent: auth !== undefined, problem } });
    };
    try {
      await pullOnce(client, { reference, headers, refused }, options);
      return;
    } catch (error) {
      if (!(error instanceof ImageError) || attempts === ATTEMPTS || meaningOf(seen, reference) !== 'passing') throw error;
    }
    onProgress?.({ status: `${seen}; trying again` });
    await pause(FIRST_PAUSE_MS * attempts, signal);
  }
}
