import { COMPOSE_LABEL } from '../engine/plan/labels.ts';
import type { ContainerSummary } from '../engine/runtime/containers.ts';
import type { Command } from './command.ts';
import { oneOf } from './flag-values.ts';
import { escapeForGo } from './go-json.ts';
import { textTable } from './text-table.ts';

const flags = {
  all: { type: 'boolean', short: 'a', help: 'Also projects of which nothing runs' },
  quiet: { type: 'boolean', short: 'q', help: 'Print names only' },
  format: { type: 'string', value: 'FORMAT', help: '"table" (default) or "json"' },
} as const;

/** `seaworthy ls`. */
export const lsCommand: Command<typeof flags> = {
  name: 'ls',
  summary: 'List the projects that are up, whoever started them',
  operands: '',
  count: { min: 0, max: 0 },
  flags,
  run: async ({ flags: { all = false, quiet = false, format: wanted }, output, interrupts }) => {
    const format = oneOf(wanted, ['table', 'json'], '--format', 'ls') ?? 'table';
    const { list } = await import('../container.ts');
    const projects = projectRows(await list({ all, labels: [COMPOSE_LABEL.project], signal: interrupts.signal }));
    if (quiet) output.data(projects.map(({ Name }) => `${Name}\n`).join(''));
    else if (format === 'json') output.data(`${escapeForGo(JSON.stringify(projects))}\n`);
    else output.data(textTable(['NAME', 'STATUS', 'CONFIG FILES'], projects.map(({ Name, Status, ConfigFiles }) => [Name, Status, ConfigFiles])));
  },
};

interface ProjectRow {
  readonly Name: string;
  /** As `exited(1), running(2)`. */
  readonly Status: string;
  readonly ConfigFiles: string;
}

/** Containers summed up by project, by name. */
const projectRows = (containers: readonly Pick<ContainerSummary, 'labels' | 'status'>[]): readonly ProjectRow[] =>
  [...new Set(containers.map(({ labels }) => labels[COMPOSE_LABEL.project] ?? ''))].sort().map((Name) => {
    const own = containers.filter(({ labels }) => labels[COMPOSE_LABEL.project] === Name);
    const states = [...new Set(own.map(({ status }) => status))].sort();
    return {
      Name,
      Status: states.map((state) => `${state}(${String(own.filter(({ status }) => status === state).length)})`).join(', '),
      ConfigFiles: own.map(({ labels }) => labels[COMPOSE_LABEL.configFiles]).find((files) => files !== undefined) ?? '',
    };
  });
