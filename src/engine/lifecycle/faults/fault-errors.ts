import { FaultError } from '../../../errors.ts';
import type { NetworkTool } from './network-script.ts';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const invalid = (message: string): FaultError => new FaultError('FAULT_INVALID', message);

/** None of the stack's images has the program. */
export const noTool = ({ name }: NetworkTool, tried: readonly string[]): FaultError =>
  new FaultError(
    'FAULT_UNSUPPORTED',
    `A network fault needs "${name}"${name === 'tc' ? ' of iproute2' : ''} and a shell in an image; looked in ${tried.map((image) => `"${image}"`).join(', ')}.\n` +
      `  Name an image that has them, which need not be one of the stack: { image: '${name === 'ip' ? 'busybox:1' : 'an image with iproute2'}' }, or SEAWORTHY_FAULT_IMAGE for all.`,
  );

/** The program is there, and the engine's host does not let it. */
export const refused = ({ name }: NetworkTool, service: string, said: string): FaultError =>
  new FaultError(
    'FAULT_UNSUPPORTED',
    `The network of service "${service}" could not be changed: ${name} said ${JSON.stringify(said.trim())}.\n` +
      (name === 'tc'
        ? '  Latency and loss need netem in the kernel of the engine\'s host: load it there with "modprobe sch_netem", or test with pause and partition.'
        : '  The engine has to let a container have the capability NET_ADMIN in the network of another.'),
    { service },
  );

/** Some of it could not be undone; everything else was. */
export const notUndone = (project: string, failures: readonly { readonly what: string; readonly error: unknown }[]): FaultError =>
  new FaultError(
    'FAULT_NOT_UNDONE',
    `Project "${project}" is not as it was before its faults:\n` +
      failures.map(({ what, error }) => `  ${what}: ${messageOf(error).replaceAll('\n', '\n    ')}\n`).join('') +
      '  Take it down and bring it up anew: tests that go on with it would fail for this reason.',
    { cause: failures[0]?.error },
  );
