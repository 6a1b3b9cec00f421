import { COMPOSE_LABEL } from '../engine/plan/labels.ts';
import type { ContainerStatus } from '../engine/runtime/containers.ts';
import type { PsOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command, CommandCall } from './command.ts';
import { containerRow, type ContainerRow } from './container-row.ts';
import { oneOf, present } from './flag-values.ts';
import { goJsonLine } from './go-json.ts';
import { chosenServices, openStack } from './open-stack.ts';
import { textTable } from './text-table.ts';

const flags = {
  all: { type: 'boolean', short: 'a', help: 'Also containers that do not run, and those of run' },
  quiet: { type: 'boolean', short: 'q', help: 'Print ids only' },
  services: { type: 'boolean', help: 'Print names of services only' },
  status: { type: 'string', multiple: true, value: 'STATUS', help: 'Only containers in this state; may be repeated' },
  format: { type: 'string', value: 'FORMAT', help: '"table" (default) or "json", one object per line' },
  'no-trunc': { type: 'boolean', help: 'Shorten nothing' },
} as const;

const STATES: readonly ContainerStatus[] = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];

/** `seaworthy ps`. */
export const psCommand: Command<typeof flags> = {
  name: 'ps',
  summary: 'List the containers of a project',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const { quiet, services, format: wanted } = call.flags;
    const format = oneOf(wanted, ['table', 'json'], '--format', 'ps') ?? 'table';
    const rows = await listRows(call);
    if (quiet === true) call.output.data(rows.map(({ id }) => `${id}\n`).join(''));
    else if (services === true) call.output.data([...new Set(rows.map(({ row }) => row.Service))].map((name) => `${name}\n`).join(''));
    else if (format === 'json') call.output.data(rows.map(({ row }) => goJsonLine(row)).join(''));
    else call.output.data(tableOf(rows.map(({ row }) => row)));
  },
};

interface Listed {
  readonly id: string;
  readonly row: ContainerRow;
}

const listRows = async (call: CommandCall<typeof flags>): Promise<readonly Listed[]> => {
  const status = call.flags.status?.map((state) => oneOf(state, STATES, '--status', 'ps')).filter((state) => state !== undefined);
  const { signal } = call.interrupts;
  const options = present<PsOptions>({ all: call.flags.all === true || status !== undefined, services: chosenServices(call.operands), status, signal });
  const stack = await openStack(call);
  const { list } = await import('../container.ts');
  const [statuses, summaries] = await Promise.all([stack.ps(options), list({ all: true, labels: [`${COMPOSE_LABEL.project}=${stack.project}`], signal })]);
  const byId = new Map(summaries.map((summary) => [summary.id, summary]));
  const nowMs = Date.now();
  // One that went away between the two requests is not listed.
  return statuses.flatMap((each) => {
    const summary = byId.get(each.id);
    return summary === undefined ? [] : [{ id: each.id, row: containerRow(summary, each, stack.project, nowMs, call.flags['no-trunc'] === true) }];
  });
};

const tableOf = (rows: readonly ContainerRow[]): string =>
  textTable(
    ['NAME', 'IMAGE', 'COMMAND', 'SERVICE', 'CREATED', 'STATUS', 'PORTS'],
    rows.map((row) => [row.Name, row.Image, row.Command, row.Service, row.RunningFor, row.Status, row.Ports]),
  );
