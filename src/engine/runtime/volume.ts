import { encodeName, labelFilter } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';
import type { VolumeFacts, Volumes } from './volumes.ts';
import type { Deed } from './translate-error.ts';

interface VolumeAnswer {
  readonly Name: string;
  readonly Driver: string;
  readonly Mountpoint?: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
}

const deedOn = (verb: string, name?: string): Deed => ({ noun: 'volume', verb, ...(name === undefined ? {} : { name }) });

function parseVolume(answer: unknown): VolumeFacts {
  const { Name, Driver, Mountpoint, Labels } = answer as VolumeAnswer;
  return { name: Name, driver: Driver, mountpoint: Mountpoint ?? '', labels: Labels ?? {} };
}

/** Volumes of one engine. */
export function createVolumes(client: EngineClient): Volumes {
  return {
    async create(body, { signal } = {}) {
      return parseVolume(await client.call({ method: 'POST', path: '/volumes/create', body, deed: deedOn('create', body.Name), signal }));
    },
    async inspect(name, { signal } = {}) {
      const answer = await client.callOrNull({ method: 'GET', path: `/volumes/${encodeName(name)}`, deed: deedOn('inspect', name), signal });
      return answer === null ? null : parseVolume(answer);
    },
    async list(labels, { signal } = {}) {
      const answer = await client.call({ method: 'GET', path: '/volumes', query: { filters: labelFilter(labels) }, deed: deedOn('list'), signal });
      return ((answer as { readonly Volumes: readonly unknown[] | null }).Volumes ?? []).map(parseVolume);
    },
    async remove(name, { signal, force } = {}) {
      await client.callOrNull({ method: 'DELETE', path: `/volumes/${encodeName(name)}`, query: { force }, deed: deedOn('remove', name), signal });
    },
  };
}
