import type { Model } from '../engine/compose/model.ts';
import type { RunOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command, CommandCall } from './command.ts';
import { pairs, present, variables } from './flag-values.ts';
import { openFromFiles } from './open-stack.ts';
import { progressView } from './progress-view.ts';
import { processFlags } from './shared-flags.ts';
import { wantsTerminal, withStreams } from './terminal-session.ts';
import { UsageError } from './usage-error.ts';

const own = {
  detach: { type: 'boolean', short: 'd', help: 'Start it, print the id of the container, and do not wait for its end' },
  entrypoint: { type: 'string', value: 'COMMAND', help: 'In the place of the entrypoint of the image; empty for none' },
  label: { type: 'string', short: 'l', multiple: true, value: 'KEY=VALUE', help: 'Add a label' },
  name: { type: 'string', value: 'NAME', help: 'Name of the container' },
  'no-deps': { type: 'boolean', help: 'Do not start what the service depends on' },
  publish: { type: 'string', short: 'p', multiple: true, value: 'PORT', help: 'Publish a port, as "8080:80"' },
  rm: { type: 'boolean', help: 'Remove the container once it has ended' },
  'service-ports': { type: 'boolean', short: 'P', help: 'Publish the ports of the service' },
  'use-aliases': { type: 'boolean', help: 'Let it answer to the names of the service on its networks' },
  volume: { type: 'string', short: 'v', multiple: true, value: 'VOLUME', help: 'Mount a volume or a directory, as "./seed:/seed:ro"' },
} as const;

const flags: typeof own & typeof processFlags = { ...own, ...processFlags };

type Call = CommandCall<typeof flags>;

/** `seaworthy run`: ends with the exit code of the container. */
export const runCommand: Command<typeof flags> = {
  name: 'run',
  summary: 'Run a service once, in a container of its own, after what it depends on is ready',
  operands: 'SERVICE [COMMAND] [ARGUMENT...]',
  count: { min: 1 },
  takesCommand: true,
  flags,
  run: async (call) => {
    const [service = '', ...command] = call.operands;
    const { adjust, options } = await requestOf(call, service);
    const stack = await openFromFiles(call, { services: [service], adjust });
    const view = progressView(call.progress, call.output);
    try {
      const withProgress = { ...options, onProgress: ({ service: about = service, text }) => view.step(about, text) } satisfies RunOptions;
      if (call.flags.detach === true) {
        const { id } = await stack.runDetached(service, command.length === 0 ? undefined : command, withProgress);
        call.output.data(`${id}\n`);
        return 0;
      }
      const tty = wantsTerminal(call, call.flags['no-tty']);
      const { exitCode } = await withStreams(call, tty, (streams) => stack.run(service, command.length === 0 ? undefined : command, { ...withProgress, ...streams }));
      return exitCode;
    } finally {
      view.end();
    }
  },
};

interface Request {
  readonly options: RunOptions;
  readonly adjust?: (model: Model) => Model;
}

const requestOf = async ({ flags: given, interrupts }: Call, service: string): Promise<Request> => {
  const { entrypoint, env, label, name, user, workdir, volume, publish } = given;
  const { splitShellWords, ShellWordsError } = await import('../engine/compose/shell-words.ts');
  const words = (line: string): readonly string[] => {
    try {
      return splitShellWords(line);
    } catch (error) {
      throw error instanceof ShellWordsError ? new UsageError(`--entrypoint: ${error.message}`, 'run') : error;
    }
  };
  const options = present<RunOptions>({
    entrypoint: entrypoint === undefined ? undefined : words(entrypoint),
    env: env === undefined ? undefined : variables(env, process.env),
    labels: label === undefined ? undefined : pairs(label),
    name,
    user,
    workdir,
    volumes: volume,
    noDeps: given['no-deps'],
    servicePorts: given['service-ports'] === true || publish !== undefined,
    useAliases: given['use-aliases'],
    rm: given.rm === true,
    signal: interrupts.signal,
  });
  if (publish === undefined) return { options };
  const ports = await publishedPorts(publish);
  return {
    options,
    adjust: (model) => {
      const found = model.services[service];
      if (found === undefined) return model;
      const own = given['service-ports'] === true ? (found.ports ?? []) : [];
      return { ...model, services: { ...model.services, [service]: { ...found, ports: [...own, ...ports] } } };
    },
  };
};

const publishedPorts = async (publish: readonly string[]): Promise<readonly { readonly target: number; readonly protocol: string; readonly published?: string; readonly host_ip?: string }[]> => {
  const { parsePorts, PortSyntaxError } = await import('../engine/compose/ports.ts');
  try {
    return publish.flatMap(parsePorts).map(({ hostIp, published, target, protocol }) => ({
      target,
      protocol,
      ...(published === undefined ? {} : { published }),
      ...(hostIp === undefined ? {} : { host_ip: hostIp }),
    }));
  } catch (error) {
    throw error instanceof PortSyntaxError ? new UsageError(`--publish: ${error.message}`, 'run') : error;
  }
};
