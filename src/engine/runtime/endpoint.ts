import { BackendError } from '../../errors.ts';

/** Keys and certificates for an engine that listens with TLS, as PEM texts. */
export interface TlsMaterial {
  /** Authorities that may have signed the engine's certificate; absent for those that Node trusts. */
  readonly ca?: string | undefined;
  /** The client's certificate and its key, for an engine that asks for one. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Whether the engine has to prove who it is; `false` only encrypts. */
  readonly verify: boolean;
}

/** Where a container engine listens. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'npipe'; readonly path: string }
  | { readonly kind: 'tcp'; readonly hostname: string; readonly port: number; readonly tls?: TlsMaterial }
  /** A socket on another machine, reached by the system's ssh. */
  | { readonly kind: 'ssh'; readonly hostname: string; readonly port?: number; readonly user?: string; readonly path: string }
  /** A Podman without a socket: its API service is started for the connection. */
  | { readonly kind: 'podman'; readonly program: string };

const ALLOWED = 'unix:///path/to/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2375, https://host:2376 or ssh://user@host';
const REMOTE_SOCKET = '/var/run/docker.sock';

const refuse = (text: string, seen: string, advice: string): BackendError =>
  new BackendError('BACKEND_UNAVAILABLE', `Cannot use "${text}" as the address of a container engine: ${seen}. ${advice}`, {
    tried: [{ endpoint: text, source: 'given address', reason: seen }],
  });

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

function parseTcp(text: string, scheme: 'tcp' | 'http' | 'https', tls: TlsMaterial | undefined): Endpoint {
  // `URL` drops a port that is the default of a scheme it knows; it knows no tcp.
  const url = URL.canParse(text) ? new URL(text.replace(/^[a-z]+/i, 'tcp')) : undefined;
  if (url === undefined || url.hostname === '') throw refuse(text, 'it is not a URL', `Write it as ${ALLOWED}.`);
  if (url.username !== '' || url.password !== '') throw refuse(`${scheme}://${url.host}`, 'an engine knows no user and password in its address', 'Use TLS with a certificate of the client, or ssh://.');
  const material = tls ?? (scheme === 'https' ? { verify: true } : undefined);
  const standard = scheme === 'http' ? 80 : material === undefined ? 2375 : 2376;
  return { kind: 'tcp', hostname: bare(url.hostname), port: url.port === '' ? standard : Number(url.port), ...(material === undefined ? {} : { tls: material }) };
}

function parseSsh(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const advice = 'Write it as ssh://user@host, ssh://user@host:22 or ssh://user@host/path/to/docker.sock.';
  if (url === undefined || url.hostname === '') throw refuse(text, 'it is not a URL', advice);
  if (url.password !== '') throw refuse(`ssh://${url.host}`, 'a password in it would be seen by every user of this machine', 'Use a key, or an agent that holds one.');
  const user = decodeURIComponent(url.username);
  const path = decodeURIComponent(url.pathname);
  // Both become arguments of ssh, which takes what begins with a dash for an option.
  if (user.startsWith('-') || url.hostname.startsWith('-')) throw refuse(text, 'no user and no host begins with a dash', advice);
  return {
    kind: 'ssh',
    hostname: bare(url.hostname),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(user === '' ? {} : { user }),
    path: path === '' || path === '/' ? REMOTE_SOCKET : path,
  };
}

/**
 * The address of an engine, as `DOCKER_HOST` writes it. A bare absolute path is a unix socket, as Podman prints it.
 * With `tls`, what listens on TCP is talked to with it.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE, saying what was found and what is allowed.
 */
export function parseEndpoint(text: string, { tls }: { readonly tls?: TlsMaterial | undefined } = {}): Endpoint {
  if (text.startsWith('/')) return { kind: 'unix', path: text };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const rest = scheme === undefined ? '' : text.slice(scheme.length + 3);
  switch (scheme) {
    case 'unix':
      if (!rest.startsWith('/')) throw refuse(text, 'a unix socket needs an absolute path', `Write it as ${ALLOWED}.`);
      return { kind: 'unix', path: rest };
    case 'npipe':
      if (rest === '') throw refuse(text, 'the name of the pipe is missing', `Write it as ${ALLOWED}.`);
      return { kind: 'npipe', path: rest.replaceAll('\\', '/') };
    case 'tcp':
    case 'http':
    case 'https':
      return parseTcp(text, scheme, tls);
    case 'ssh':
      return parseSsh(text);
    case 'podman':
      if (!rest.startsWith('/')) throw refuse(text, 'it needs the absolute path of the program', 'Write it as podman:///usr/bin/podman.');
      return { kind: 'podman', program: rest };
    case undefined:
      throw refuse(text, 'it has no scheme', `Write it as ${ALLOWED}.`);
    default:
      throw refuse(text, `the scheme "${scheme}" is unknown`, `Write it as ${ALLOWED}.`);
  }
}

const bracketed = (hostname: string): string => (hostname.includes(':') ? `[${hostname}]` : hostname);

/** The address as a URL, the form that `DOCKER_HOST` and `SEAWORTHY_BACKEND` accept. */
export function formatEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'unix':
    case 'npipe':
      return `${endpoint.kind}://${endpoint.path}`;
    case 'tcp':
      return `tcp://${bracketed(endpoint.hostname)}:${endpoint.port}`;
    case 'podman':
      return `podman://${endpoint.program}`;
    case 'ssh': {
      const { user, hostname, port, path } = endpoint;
      return `ssh://${user === undefined ? '' : `${encodeURIComponent(user)}@`}${bracketed(hostname)}${port === undefined ? '' : `:${port}`}${path === REMOTE_SOCKET ? '' : path}`;
    }
  }
}
