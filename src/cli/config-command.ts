import { writeFile } from 'node:fs/promises';
import type { Command } from './command.ts';
import { CommandFailure } from './command-failure.ts';

const flags = {
  format: { type: 'string', value: 'FORMAT', help: '"yaml" (default) or "json"' },
  output: { type: 'string', short: 'o', value: 'FILE', help: 'Write to a file in place of standard output' },
  quiet: { type: 'boolean', short: 'q', help: 'Only check, print nothing' },
  'no-interpolate': { type: 'boolean', help: 'Leave variables as they are' },
  'no-normalize': { type: 'boolean', help: 'Add nothing that the files imply' },
  'no-path-resolution': { type: 'boolean', help: 'Leave paths relative' },
  'no-consistency': { type: 'boolean', help: 'Do not ask whether services refer to what exists' },
  'no-env-resolution': { type: 'boolean', help: 'Keep "env_file" of services in place of what is in the files' },
  'resolve-image-digests': { type: 'boolean', help: 'Refused: registries are not asked' },
  'lock-image-digests': { type: 'boolean', help: 'Refused: registries are not asked' },
  'all-resources': { type: 'boolean', help: 'Also print what no service uses' },
  services: { type: 'boolean', help: 'Print the names of the services, one per line' },
  volumes: { type: 'boolean', help: 'Print the names of the volumes, one per line' },
  networks: { type: 'boolean', help: 'Print the names of the networks, one per line' },
  models: { type: 'boolean', help: 'Print the names of the models, one per line' },
  hash: { type: 'string', value: 'SERVICES', help: 'Print a hash per service; "*" for all, or names with commas' },
  profiles: { type: 'boolean', help: 'Print the names of the profiles, one per line' },
  images: { type: 'boolean', help: 'Print the images of the services, one per line' },
  variables: { type: 'boolean', help: 'Print the variables of the files, with their defaults' },
  environment: { type: 'boolean', help: 'Print the variables that interpolation sees' },
} as const;

export type ConfigFlags = typeof flags;

/** `seaworthy config`: what `docker compose config` prints, without an engine. */
export const configCommand: Command<typeof flags> = {
  name: 'config',
  summary: 'Resolve the Compose files and print them in canonical form',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    // What reads a Compose file is loaded by the one command that prints it.
    const { configText } = await import('./config-text.ts');
    const text = await configText(call);
    if (call.flags.quiet === true) return;
    if (call.flags.output === undefined) call.output.data(text);
    else await save(call.flags.output, text);
  },
};

const save = async (file: string, text: string): Promise<void> => {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new CommandFailure(`cannot write ${file}: ${(error as Error).message}`, error);
  }
};
