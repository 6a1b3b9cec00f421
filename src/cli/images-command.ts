import type { ContainerImage } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { oneOf } from './flag-values.ts';
import { escapeForGo } from './go-json.ts';
import { chosenServices, openStack } from './open-stack.ts';
import { textTable } from './text-table.ts';

const flags = {
  quiet: { type: 'boolean', short: 'q', help: 'Print ids only' },
  format: { type: 'string', value: 'FORMAT', help: '"table" (default) or "json"' },
} as const;

/** `seaworthy images`. */
export const imagesCommand: Command<typeof flags> = {
  name: 'images',
  summary: 'List the images that the containers were made of',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const format = oneOf(call.flags.format, ['table', 'json'], '--format', 'images') ?? 'table';
    const stack = await openStack(call);
    const images = await stack.images(chosenServices(call.operands), { signal: call.interrupts.signal });
    const rows = images.map(rowOf);
    if (call.flags.quiet === true) call.output.data([...new Set(images.map(({ id }) => hexOf(id)))].map((id) => `${id}\n`).join(''));
    else if (format === 'json') call.output.data(`${escapeForGo(JSON.stringify(rows))}\n`);
    else call.output.data(textTable(['CONTAINER', 'REPOSITORY', 'TAG', 'IMAGE ID'], rows.map((row) => [row.ContainerName, row.Repository, row.Tag, row.ID.slice(0, SHORT_ID)])));
  },
};

interface ImageRow {
  readonly ID: string;
  readonly ContainerName: string;
  readonly Repository: string;
  readonly Tag: string;
}

const SHORT_ID = 12;

const hexOf = (id: string): string => id.slice(id.indexOf(':') + 1);

/** An image that nothing names any more is `<none>`, as in `docker images`. */
const rowOf = ({ container, id, reference, tags }: ContainerImage): ImageRow => {
  const [name = '<none>:<none>'] = tags.includes(reference) ? [reference] : tags;
  const at = name.lastIndexOf(':');
  return { ID: hexOf(id), ContainerName: container, Repository: name.slice(0, at), Tag: name.slice(at + 1) };
};
