import type { DownOptions, DownReport } from '../engine/lifecycle/stack.ts';
import type { Command } from './command.ts';
import { oneOf, present, secondsInMs } from './flag-values.ts';
import { chosenServices, openStack } from './open-stack.ts';
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
  summary: 'Stop and remove the containers and networks of a project, or of services',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const options = present<DownOptions>({
      services: chosenServices(call.operands),
      volumes: call.flags.volumes === true,
      timeoutMs: secondsInMs(call.flags.timeout, '--timeout', 'down'),
      removeOrphans: call.flags['remove-orphans'],
      rmi: oneOf(call.flags.rmi, ['local', 'all'], '--rmi', 'down'),
      signal: call.interrupts.signal,
    });
    const stack = await openStack(call);
    const view = progressView(call.progress, call.output);
    try {
      const subject = call.operands.length === 0 ? stack.project : call.operands.join(', ');
      view.step(subject, 'going down');
      const report = await stack.down(options);
      showRemoved(report, view);
      view.step(subject, 'down', 'done');
      for (const note of report.notes ?? []) call.output.warning(note);
      if (isEmpty(report)) call.output.warning(`there was nothing to remove ${call.operands.length === 0 ? 'for' : `of ${subject} in`} project "${stack.project}"`);
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
