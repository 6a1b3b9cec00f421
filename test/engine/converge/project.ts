import { up } from '../../../src/compose.ts';
import type { ComposeSpec, ProjectUpOptions, Stack } from '../../../src/types.ts';

export interface Project extends AsyncDisposable {
  readonly name: string;
  /** Brings the project up as described, whatever it is now. */
  readonly up: (spec: Omit<ComposeSpec, 'name'>, options?: ProjectUpOptions) => Promise<Stack>;
}

let count = 0;

/** A project that stays when it is brought up, and goes when its test ends. */
export const project = (topic: string): Project => {
  const name = `${topic}-${String(process.pid)}-${String((count += 1))}`;
  return {
    name,
    up: (spec, options) => up({ name, ...spec }, options),
    [Symbol.asyncDispose]: async () => {
      const rest = await up({ name, services: {} });
      await rest.down({ volumes: true, timeoutMs: 0, removeOrphans: true });
    },
  };
};

/** A process that runs until it is killed. */
export const SLEEPS = { command: ['sleep', '600'], stop_grace_period: '0s' } as const;

export const idOf = async (stack: Stack, service: string): Promise<string> => (await stack.services[service]!.inspect()).id;

/** What a command in a service writes. */
export const output = async (stack: Stack, service: string, ...command: string[]): Promise<string> => (await stack.exec(service, command)).stdout.trim();
