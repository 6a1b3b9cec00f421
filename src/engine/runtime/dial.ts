import { BackendError } from '../../errors.ts';
import { formatEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { ProgramEnded, startTiedProcess } from './tied-process.ts';

/** An endpoint that a socket can be opened to. */
export type DirectEndpoint = Extract<Endpoint, { readonly kind: 'unix' | 'npipe' | 'tcp' }>;

/** How an endpoint is reached, and what ends with the connection. */
interface Dialled {
  readonly direct: DirectEndpoint;
  readonly close: () => void;
}

interface DialOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One ssh for all connections: each is a channel in it. It asks nothing, since nobody may be there to answer, and is no
 * part of the user's own shared connections, which would outlive it.
 */
const sshCommand = ({ hostname, port, user, path }: Extract<Endpoint, { readonly kind: 'ssh' }>, socket: string): readonly [string, ...string[]] => [
  'ssh',
  ...['-nNT', '-o', 'BatchMode=yes', '-o', 'ExitOnForwardFailure=yes', '-o', 'ControlMaster=no', '-o', 'ControlPath=none', '-o', 'ServerAliveInterval=15'],
  ...(port === undefined ? [] : ['-p', String(port)]),
  ...(user === undefined ? [] : ['-l', user]),
  ...['-L', `${socket}:${path}`, '--', hostname],
];

const advice = {
  ssh: 'See whether "ssh" reaches that host without asking for anything: the key has to be in an agent or without a passphrase, and the host among the known ones.',
  podman: 'Run "podman info" to see what is wrong with it, or start its socket (systemctl --user start podman.socket).',
} as const;

async function dialBy(endpoint: Extract<Endpoint, { readonly kind: 'ssh' | 'podman' }>, options: DialOptions): Promise<Dialled> {
  if (process.platform === 'win32') throw refusal(endpoint, `${endpoint.kind === 'ssh' ? 'SSH' : 'starting Podman'} is not supported on Windows`, 'Use the pipe of an engine, or tcp:// with TLS.');
  const command = (socket: string): readonly [string, ...string[]] =>
    endpoint.kind === 'ssh' ? sshCommand(endpoint, socket) : [endpoint.program, 'system', 'service', '--time=0', `unix://${socket}`];
  try {
    const { socket, end } = await startTiedProcess(command, options);
    return { direct: { kind: 'unix', path: socket }, close: end };
  } catch (error) {
    if (!(error instanceof ProgramEnded)) throw error;
    throw refusal(endpoint, error.message, advice[endpoint.kind], error);
  }
}

const refusal = (endpoint: Endpoint, reason: string, remedy: string, cause?: unknown): BackendError =>
  new BackendError('BACKEND_UNAVAILABLE', `Cannot use the container engine at ${formatEndpoint(endpoint)}: ${reason}. ${remedy}`, {
    ...(cause === undefined ? {} : { cause }),
    tried: [{ endpoint: formatEndpoint(endpoint), source: 'given address', reason }],
  });

/**
 * Makes an endpoint one that a socket can be opened to: through ssh, or by starting Podman's service.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE and what ssh or Podman said.
 */
export async function dial(endpoint: Endpoint, options: DialOptions): Promise<Dialled> {
  return endpoint.kind === 'ssh' || endpoint.kind === 'podman' ? dialBy(endpoint, options) : { direct: endpoint, close: () => undefined };
}
