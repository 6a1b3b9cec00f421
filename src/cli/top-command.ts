import type { ContainerProcesses } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { chosenServices, openStack } from './open-stack.ts';
import { textTable } from './text-table.ts';

const flags = {} as const;

/** `seaworthy top`. */
export const topCommand: Command<typeof flags> = {
  name: 'top',
  summary: 'List the processes of the containers',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const stack = await openStack(call);
    const containers = await stack.top(chosenServices(call.operands), { signal: call.interrupts.signal });
    call.output.data(textTable(['SERVICE', 'CONTAINER', ...titlesOf(containers)], containers.flatMap((container) => rowsOf(container, titlesOf(containers)))));
  },
};

const titlesOf = (containers: readonly ContainerProcesses[]): readonly string[] => [...new Set(containers.flatMap(({ processes }) => processes.flatMap((process) => Object.keys(process))))];

const rowsOf = ({ service, container, processes }: ContainerProcesses, titles: readonly string[]): readonly (readonly string[])[] =>
  processes.map((process) => [service, container, ...titles.map((title) => process[title] ?? '')]);
