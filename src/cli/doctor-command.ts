import type { DetectedBackend } from '../engine/backends/detect-backends.ts';
import type { Command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { doctorText } from './doctor-text.ts';
import { oneOf } from './flag-values.ts';

const flags = {
  format: { type: 'string', value: 'FORMAT', help: '"text" (default) or "json"' },
} as const;

/** `seaworthy doctor`: every place where an engine was looked for, and what was found there. */
export const doctorCommand: Command<typeof flags> = {
  name: 'doctor',
  summary: 'Say which container engines are found, and why the others are not used',
  operands: '',
  count: { min: 0, max: 0 },
  flags,
  run: async ({ flags: { format: wanted }, output, interrupts: { signal } }) => {
    const format = oneOf(wanted, ['text', 'json'], '--format', 'doctor') ?? 'text';
    const { detectBackends } = await import('../engine/backends/detect-backends.ts');
    const backends = await detectBackends({ signal });
    output.data(format === 'json' ? `${JSON.stringify(backends.map(plain), null, 2)}\n` : doctorText(backends));
    if (!backends.some(({ state }) => state === 'ready')) throw new CommandFailure(nothingText(backends));
  },
};

/** One backend without nesting, as `jq` likes it. */
const plain = (backend: DetectedBackend): Readonly<Record<string, unknown>> => {
  const { endpoint, source, state } = backend;
  if (backend.state !== 'ready') return { endpoint, source, state, reason: backend.reason };
  const { name, kind, facts, info } = backend;
  const { version, apiVersion, os } = facts;
  return { endpoint, source, state, name, kind, engine: facts.kind, version, apiVersion, os, ...info };
};

const nothingText = (backends: readonly DetectedBackend[]): string =>
  backends.some(({ state }) => state === 'denied')
    ? 'An engine is there, but this user may not use it: on Linux add the user to the group that owns the socket, and log in again.'
    : 'No container engine answers. Start Docker or Podman, or point DOCKER_HOST or SEAWORTHY_BACKEND at an engine that runs.';
