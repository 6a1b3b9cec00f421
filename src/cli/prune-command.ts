import type { CleanupReport } from '../engine/cleanup/remove-resources.ts';
import type { Command, CommandCall } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { oneOf } from './flag-values.ts';
import { UsageError } from './usage-error.ts';

const flags = {
  project: { type: 'string', value: 'NAME', help: 'What belongs to this project, in use or not' },
  label: { type: 'string', multiple: true, value: 'LABEL', help: 'What carries this label, as "key" or "key=value"; several have to be carried all; in use or not' },
  all: { type: 'boolean', short: 'a', help: 'Everything that Seaworthy made, of every project, in use or not' },
  format: { type: 'string', value: 'FORMAT', help: '"text" (default) or "json"' },
} as const;

/** What was removed, with images where they were looked at. */
type PruneReport = CleanupReport & { readonly imagesRemoved?: readonly string[] };

/** `seaworthy prune`: never what something else made. */
export const pruneCommand: Command<typeof flags> = {
  name: 'prune',
  summary: 'Remove what runs that have ended left; with an option, also what is in use',
  operands: '',
  count: { min: 0, max: 0 },
  flags,
  run: async (call) => {
    const format = oneOf(call.flags.format, ['text', 'json'], '--format', 'prune') ?? 'text';
    const report = await removeChosen(call);
    const { containersRemoved, networksRemoved, volumesRemoved, imagesRemoved, errors } = report;
    call.output.data(format === 'json' ? `${JSON.stringify({ ...report, errors: errors.map(({ message }) => message) })}\n` : reportLines(report));
    const images = imagesRemoved === undefined ? '' : `, ${String(imagesRemoved.length)} images`;
    call.output.message(`Removed: ${String(containersRemoved.length)} containers, ${String(networksRemoved.length)} networks, ${String(volumesRemoved.length)} volumes${images}.`);
    if (errors.length > 0) throw new CommandFailure(`Not everything could be removed:\n${errors.map(({ message }) => `  ${message.replaceAll('\n', '\n  ')}`).join('\n')}`);
  },
};

const removeChosen = async ({ flags: { project: named, label, all }, project, interrupts: { signal } }: CommandCall<typeof flags>): Promise<PruneReport> => {
  const name = named ?? project['project-name'];
  const given = [name !== undefined, label !== undefined, all === true].filter(Boolean).length;
  if (given > 1) throw new UsageError('prune takes one of --project NAME, --label LABEL and --all', 'prune');
  if (given === 0) return await (await import('../engine/index.ts')).prune({ signal });
  const { downAll, downByProject } = await import('../container.ts');
  if (name !== undefined) return await downByProject(name, { signal });
  return await downAll({ signal, ...(label === undefined ? {} : { labels: label }) });
};

const reportLines = ({ containersRemoved, networksRemoved, volumesRemoved, imagesRemoved = [] }: PruneReport): string =>
  Object.entries({ container: containersRemoved, network: networksRemoved, volume: volumesRemoved, image: imagesRemoved })
    .flatMap(([kind, names]) => names.map((name) => `${kind} ${name}\n`))
    .join('');
