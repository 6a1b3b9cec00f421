import { attach } from './attach.ts';
import { parseContainer, parseContainerSummary } from './container-facts.ts';
import { encodeName, labelFilter } from './engine-client.ts';
import type { EngineClient, EngineRequest } from './engine-client.ts';
import { runExec } from './exec.ts';
import { readLogs } from './logs.ts';
import type { Cancellable } from './cancellable.ts';
import type { Containers } from './containers.ts';
import { StartError } from '../../errors.ts';
import type { Deed } from './translate-error.ts';
import { Upload } from './upload.ts';

const deedOn = (verb: string, name?: string): Deed => ({ noun: 'container', verb, ...(name === undefined ? {} : { name }) });

const pathOf = (id: string, rest = ''): string => `/containers/${encodeName(id)}${rest}`;

/** A request that changes one container and answers with nothing. */
const change = async (client: EngineClient, id: string, verb: string, { signal }: Cancellable, query?: EngineRequest['query']): Promise<void> => {
  await client.call({ method: 'POST', path: pathOf(id, `/${verb}`), query, deed: deedOn(verb, id), signal });
};

async function remove(client: EngineClient, id: string, { signal, force, volumes }: Parameters<Containers['remove']>[1] & object): Promise<void> {
  try {
    await client.callOrNull({ method: 'DELETE', path: pathOf(id), query: { force, v: volumes }, deed: deedOn('remove', id), signal });
  } catch (error) {
    if (!(error instanceof StartError && error.message.includes('already in progress'))) throw error;
    // Someone else removes it: removed is what was asked for, so wait until it is.
    await client.callOrNull({ method: 'POST', path: pathOf(id, '/wait'), query: { condition: 'removed' }, deed: deedOn('remove', id), signal });
  }
}

/** Uploads and downloads of tar archives. */
const archives = (client: EngineClient): Pick<Containers, 'putArchive' | 'getArchive'> => ({
  async putArchive(id, path, tar, { signal } = {}) {
    const upload = tar instanceof Uint8Array ? Buffer.from(tar.buffer, tar.byteOffset, tar.byteLength) : new Upload(tar);
    const headers = { 'Content-Type': 'application/x-tar' };
    await client.call({ method: 'PUT', path: pathOf(id, '/archive'), query: { path }, upload, headers, deed: deedOn('copy files to', id), signal });
  },
  getArchive: (id, path, { signal } = {}) => client.open({ method: 'GET', path: pathOf(id, '/archive'), query: { path }, deed: deedOn('copy files from', id), signal }),
});

const changes = (client: EngineClient): Pick<Containers, 'start' | 'stop' | 'restart' | 'kill' | 'pause' | 'unpause' | 'rename'> => ({
  start: (id, options = {}) => change(client, id, 'start', options),
  stop: (id, options = {}) => change(client, id, 'stop', options, { t: options.timeoutSeconds }),
  restart: (id, options = {}) => change(client, id, 'restart', options, { t: options.timeoutSeconds }),
  kill: (id, options = {}) => change(client, id, 'kill', options, { signal: options.killSignal }),
  pause: (id, options = {}) => change(client, id, 'pause', options),
  unpause: (id, options = {}) => change(client, id, 'unpause', options),
  rename: (id, name, options = {}) => change(client, id, 'rename', options, { name }),
});

/**
 * Containers of one engine. Bodies go to the engine as they are: below API 1.44 a create takes one network, and whoever
 * plans connects the others before the start.
 */
export function createContainers(client: EngineClient): Containers {
  return {
    ...changes(client),
    ...archives(client),
    async create(name, body, { signal, platform } = {}) {
      const answer = await client.call({ method: 'POST', path: '/containers/create', query: { name, platform }, body, deed: deedOn('create', name), signal });
      const { Id, Warnings } = answer as { readonly Id: string; readonly Warnings?: readonly string[] | null };
      return { id: Id, warnings: Warnings ?? [] };
    },
    remove: (id, options = {}) => remove(client, id, options),
    async inspect(id, { signal } = {}) {
      const answer = await client.callOrNull({ method: 'GET', path: pathOf(id, '/json'), deed: deedOn('inspect', id), signal });
      return answer === null ? null : parseContainer(answer);
    },
    async list(labels, { signal, all } = {}) {
      const answer = await client.call({ method: 'GET', path: '/containers/json', query: { all, filters: labelFilter(labels) }, deed: deedOn('list'), signal });
      return (answer as readonly unknown[]).map(parseContainerSummary);
    },
    logs: (id, options = {}) => readLogs(client, id, options),
    async wait(id, { signal } = {}) {
      const answer = await client.call({ method: 'POST', path: pathOf(id, '/wait'), deed: deedOn('wait for', id), signal });
      return (answer as { readonly StatusCode: number }).StatusCode;
    },
    attach: (id, options = {}) => attach(client, id, options),
    async top(id, { signal } = {}) {
      const answer = await client.call({ method: 'GET', path: pathOf(id, '/top'), deed: deedOn('list the processes of', id), signal });
      const { Titles, Processes } = answer as { readonly Titles: readonly string[]; readonly Processes: readonly (readonly string[])[] | null };
      return { titles: Titles, processes: Processes ?? [] };
    },
    exec: (id, body, options = {}) => runExec(client, id, body, options),
  };
}
