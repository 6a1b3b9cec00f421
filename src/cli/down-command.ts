import type { DownOptions, DownReport } from '../engine/lifecycle/stack.ts';
import type { Command } from './command.ts';
import { oneOf, present, secondsInMs } from './flag-values.ts';
import { openStack } from './open-stack.ts';
import { progressView, type ProgressView } from './progress-view.ts';
import { graceFlags } from './shared-flags.ts';

const own = {
  volumes: { type: 'boolean', short: 'v', help: 'Also remove the named volumes of the project' },
  'remove-orphans': { type: 'boolean', help: 'Also remove containers of services that the files do not have' },
  rmi: { type: 'string', value: 'WHICH', help: 'Also remove images: "local" for those that a build named, "all" for all of the services' },
} as const;

const flags: typeof own & typeof graceFlags = { ...own, ...graceFlags };

/** `seaworthy down`. */
export const downCommand: Command<typeof flags> = {
  name: 'down',
  summary: 'Stop and remove the containers and networks of a project',
  operands: '',
  count: { min: 0, max: 0 },
  flags,
  run: async (call) => {
    const options = present<DownOptions>({
      volumes: call.flags.volumes === true,
      timeoutMs: secondsInMs(call.flags.timeout, '--timeout', 'down'),
      removeOrphans: call.flags['remove-orphans'],
      rmi: oneOf(call.flags.rmi, ['local', 'all'], '--rmi', 'down'),
      signal: call.interrupts.signal,
    });
    const stack = await openStack(call);
    const view = progressView(call.progress, call.output);
    try {
      view.step(stack.project, 'going down');
      const report = await stack.down(options);
      showRemoved(report, view);
      view.step(stack.project, 'down', 'done');
      for (const note of report.notes ?? []) call.output.warning(note);
      if (isEmpty(report)) call.output.warning(`there was nothing to remove for project "${stack.project}"`);
    } finally {
      view.end();
    }
  },
};

const isEmpty = ({ containers, networks, volumes, images = [] }: DownReport): boolean => [containers, networks, volumes, images].every(({ length }) => length === 0);

const showRemoved = ({ containers, networks, volumes, images = [] }: DownReport, view: ProgressView): void => {
  const kinds = { Container: containers, Network: networks, Volume: volumes, Image: images };
  for (const [kind, names] of Object.entries(kinds)) for (const name of names) view.step(`${kind} ${name}`, 'removed', 'done');
};
