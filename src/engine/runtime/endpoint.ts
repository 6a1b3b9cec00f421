import { BackendError } from '../../errors.ts';

/** Where a container engine listens. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'npipe'; readonly path: string }
  | { readonly kind: 'tcp'; readonly hostname: string; readonly port: number };

const ALLOWED = 'unix:///path/to/docker.sock, npipe:////./pipe/docker_engine or tcp://host:2375';

const refuse = (text: string, seen: string, advice: string): BackendError =>
  new BackendError('BACKEND_UNAVAILABLE', `Cannot use "${text}" as the address of a container engine: ${seen}. ${advice}`, {
    tried: [{ endpoint: text, source: 'given address', reason: seen }],
  });

function parseTcp(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '') throw refuse(text, 'it is not a URL', `Write it as ${ALLOWED}.`);
  // `URL` drops a port that is the scheme's default, which 80 is for http.
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 2375) : Number(url.port);
  return { kind: 'tcp', hostname: url.hostname.replace(/^\[|\]$/g, ''), port };
}

/**
 * The address of an engine, as `DOCKER_HOST` writes it. A bare absolute path is a unix socket, as Podman prints it.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE, saying what was found and what is allowed.
 */
export function parseEndpoint(text: string): Endpoint {
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
      return parseTcp(text);
    case 'https':
      throw refuse(text, 'TLS is not supported', 'Use an engine on a local socket, or tcp:// without TLS.');
    case 'ssh':
      throw refuse(text, 'SSH is not supported', 'Forward the socket (ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock user@host) and use unix:///tmp/docker.sock.');
    case undefined:
      throw refuse(text, 'it has no scheme', `Write it as ${ALLOWED}.`);
    default:
      throw refuse(text, `the scheme "${scheme}" is unknown`, `Write it as ${ALLOWED}.`);
  }
}

/** The address as a URL, the form that `DOCKER_HOST` accepts. */
export function formatEndpoint(endpoint: Endpoint): string {
  if (endpoint.kind !== 'tcp') return `${endpoint.kind}://${endpoint.path}`;
  const hostname = endpoint.hostname.includes(':') ? `[${endpoint.hostname}]` : endpoint.hostname;
  return `tcp://${hostname}:${endpoint.port}`;
}
