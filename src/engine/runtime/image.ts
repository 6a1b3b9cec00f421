import { encodeName, labelFilter } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';
import { parseEngineTime } from './engine-time.ts';
import { buildImage } from './build/build-image.ts';
import { pullImage } from './image-pull.ts';
import { parseHealthcheck } from './container-facts.ts';
import type { HealthcheckAnswer } from './container-facts.ts';
import type { ImageFacts, Images } from './images.ts';
import type { Deed } from './translate-error.ts';

interface ImageAnswer {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly RepoDigests?: readonly string[] | null;
  readonly Os: string;
  readonly Architecture: string;
  readonly Created?: string;
  readonly Metadata?: { readonly LastTagTime?: string } | null;
  readonly Config?: {
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
    readonly Volumes?: Readonly<Record<string, unknown>> | null;
    readonly Healthcheck?: HealthcheckAnswer | null;
  } | null;
}

interface ImageListAnswer {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Created: number;
  readonly Size: number;
}

const deedOn = (verb: string, name?: string): Deed => ({ noun: 'image', verb, ...(name === undefined ? {} : { name }) });

/** An image without a name is listed under this one by older engines. */
const tagsOf = (tags: readonly string[] | null | undefined): readonly string[] => (tags ?? []).filter((tag) => tag !== '<none>:<none>');

function parseImage(answer: unknown): ImageFacts {
  const image = answer as ImageAnswer;
  const healthcheck = parseHealthcheck(image.Config?.Healthcheck);
  const lastTaggedMs = parseEngineTime(image.Metadata?.LastTagTime ?? '');
  return {
    id: image.Id,
    tags: tagsOf(image.RepoTags),
    digests: image.RepoDigests ?? [],
    os: image.Os,
    arch: image.Architecture,
    labels: image.Config?.Labels ?? {},
    exposedPorts: Object.keys(image.Config?.ExposedPorts ?? {}),
    volumes: Object.keys(image.Config?.Volumes ?? {}),
    ...(healthcheck === undefined ? {} : { healthcheck }),
    createdMs: parseEngineTime(image.Created ?? '') ?? 0,
    ...(lastTaggedMs === undefined ? {} : { lastTaggedMs }),
  };
}

/** Images of one engine. */
export function createImages(client: EngineClient): Images {
  return {
    async inspect(reference, { signal } = {}) {
      const answer = await client.callOrNull({ method: 'GET', path: `/images/${encodeName(reference)}/json`, deed: deedOn('inspect', reference), signal });
      return answer === null ? null : parseImage(answer);
    },
    async list(labels, { signal } = {}) {
      const answer = await client.call({ method: 'GET', path: '/images/json', query: { filters: labelFilter(labels) }, deed: deedOn('list'), signal });
      return (answer as readonly ImageListAnswer[]).map(({ Id, RepoTags, Labels, Created, Size }) => ({
        id: Id,
        tags: tagsOf(RepoTags),
        labels: Labels ?? {},
        createdMs: Created * 1000,
        sizeBytes: Size,
      }));
    },
    pull: (reference, options = {}) => pullImage(client, reference, options),
    build: (request, options = {}) => buildImage(client, request, options),
    async tag(reference, repository, tag, { signal } = {}) {
      await client.call({ method: 'POST', path: `/images/${encodeName(reference)}/tag`, query: { repo: repository, tag }, deed: deedOn('tag', reference), signal });
    },
    async remove(reference, { signal, force } = {}) {
      await client.call({ method: 'DELETE', path: `/images/${encodeName(reference)}`, query: { force }, deed: deedOn('remove', reference), signal });
    },
  };
}
