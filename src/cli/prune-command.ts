import type { CleanupReport } from '../engine/cleanup/remove-owned.ts';
import type { Command, CommandCall } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { oneOf } from './flag-values.ts';
import { UsageError } from './usage-error.ts';

const flags = {
  project: { type: 'string', value: 'NAME', help: 'What belongs to this project' },
  label: { type: 'string', multiple: true, value: 'LABEL', help: 'What carries this label, as "key" or "key=value"; several have to be carried all' },
  all: { type: 'boolean', short: 'a', help: 'Everything that Seaworthy made, of every project, in use or not' },
  format: { type: 'string', value: 'FORMAT', help: '"text" (default) or "json"' },
} as const;

/** `seaworthy prune`: never what something else made. */
export const pruneCommand: Command<typeof flags> = {
  name: 'prune',
  summary: 'Remove containers, networks and volumes that Seaworthy made and that are left',
  operands: '',
  count: { min: 0, max: 0 },
  flags,
  run: async (call) => {
    const format = oneOf(call.flags.format, ['text', 'json'], '--format', 'prune') ?? 'text';
    const report = await removeChosen(call);
    const { containersRemoved, networksRemoved, volumesRemoved, errors } = report;
    call.output.data(format === 'json' ? `${JSON.stringify({ ...report, errors: errors.map(({ message }) => message) })}\n` : reportLines(report));
    call.output.message(`Removed: ${String(containersRemoved.length)} containers, ${String(networksRemoved.length)} networks, ${String(volumesRemoved.length)} volumes.`);
    if (errors.length > 0) throw new CommandFailure(`Not everything could be removed:\n${errors.map(({ message }) => `  ${message.replaceAll('\n', '\n  ')}`).join('\n')}`);
  },
};

const removeChosen = async ({ flags: { project: named, label, all }, project, interrupts: { signal } }: CommandCall<typeof flags>): Promise<CleanupReport> => {
  const name = named ?? project['project-name'];
  const given = [name !== undefined, label !== undefined, all === true].filter(Boolean).length;
  if (given !== 1) throw new UsageError('prune takes one of --project NAME, --label LABEL and --all, which also removes stacks that are in use', 'prune');
  const { downAll, downByProject } = await import('../container.ts');
  if (name !== undefined) return await downByProject(name, { signal });
  return await downAll({ signal, ...(label === undefined ? {} : { labels: label }) });
};

const reportLines = ({ containersRemoved, networksRemoved, volumesRemoved }: CleanupReport): string =>
  Object.entries({ container: containersRemoved, network: networksRemoved, volume: volumesRemoved })
    .flatMap(([kind, names]) => names.map((name) => `${kind} ${name}\n`))
    .join('');
