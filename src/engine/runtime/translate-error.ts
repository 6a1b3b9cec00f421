/**
 * The one place where what the engine and its socket say becomes an error of ours. Callers learn by class and code
 * what happened; the engine's own words stay in the message.
 */
import { BackendError, ExecError, ImageError, PortError, StartError } from '../../errors.ts';
import type { SeaworthyError } from '../../errors.ts';

/** What was being done, for messages and for the meaning of a status. */
export interface Deed {
  readonly noun: 'container' | 'image' | 'network' | 'volume' | 'exec' | 'engine';
  /** In the infinitive, as `start` or `attach a container to`. */
  readonly verb: string;
  /** Name or id; absent where the deed has no single object. */
  readonly name?: string;
}

const CONNECTION_LOST = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE']);
const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such socket',
  ENOTSOCK: 'it is not a socket',
  ECONNREFUSED: 'nothing listens there',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be looked up',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by an authority that is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not trusted',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it asks for a certificate of the client, and got none',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not trust the authority of the client certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'it refuses the certificate of the client',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  EPROTO: 'it does not speak TLS, or refuses the certificate of the client',
};
const DENIED = new Set(['EACCES', 'EPERM']);

const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null ? (error as { readonly code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
};

/** Whether this is how a connection ends that was there. */
export const isConnectionLost = (error: unknown): boolean => CONNECTION_LOST.has(codeOf(error));

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Ids are 64 digits long; twelve are what every tool prints. */
const show = (name: string): string => (/^(sha256:)?[0-9a-f]{64}$/.test(name) ? name.replace('sha256:', '').slice(0, 12) : name);

/** `start container "shop-db-1"`. */
export function describeDeed({ noun, verb, name }: Deed): string {
  if (noun === 'engine') return verb;
  const object = noun === 'exec' ? 'container' : noun;
  return name === undefined ? `${verb} ${object}s` : `${verb} ${object} "${show(name)}"`;
}

/** How the connection stood when it failed. */
interface ConnectionFacts {
  readonly endpoint: string;
  /** Whether this engine has answered before on this connection. */
  readonly answered: boolean;
}

/** A failure of the socket: no answer, or half of one. */
export function translateConnectionError(error: unknown, deed: Deed, { endpoint, answered }: ConnectionFacts): BackendError {
  const code = codeOf(error);
  const seen = UNREACHABLE[code] ?? (DENIED.has(code) ? 'permission denied' : CONNECTION_LOST.has(code) ? 'the connection broke' : wordsOf(error));
  const reason = code === '' ? seen : `${seen} (${code})`;
  const what = `Could not ${describeDeed(deed)} on the container engine at ${endpoint}: ${reason}.`;
  const details = { cause: error, tried: [{ endpoint, source: 'given address', reason }] };
  if (DENIED.has(code)) {
    return new BackendError('BACKEND_PERMISSION', `${what} Give this user access to the socket: on Linux add it to the group that owns it (usually "docker") and log in again, or use a rootless engine.`, details);
  }
  if (answered) return new BackendError('BACKEND_LOST', `${what} It answered before: see whether it was stopped or restarted, and read its log.`, details);
  return new BackendError('BACKEND_UNAVAILABLE', `${what} Start the engine, or point DOCKER_HOST or SEAWORTHY_BACKEND at one that runs.`, details);
}

/** A request on a connection that `close` has ended. */
export const translateClosed = (error: unknown, deed: Deed, endpoint: string): BackendError =>
  new BackendError('BACKEND_LOST', `Could not ${describeDeed(deed)}: the connection to ${endpoint} was closed by this process. Finish what is under way before closing it, or connect again.`, { cause: error });

/** The engine's sentence out of an answer's body. */
export function engineWords(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    const { message, cause } = parsed as { readonly message?: unknown; readonly cause?: unknown };
    if (typeof message === 'string') return message.trim();
    if (typeof cause === 'string') return cause.trim();
  } catch {
    // Not JSON: a proxy, or the plain text of old engines. It is shown as it is.
  }
  return body.trim();
}

const PORT_TAKEN = /port is already allocated|address already in use|ports are not available/i;
const NOT_RUNNING = /is not running|container state improper|is paused|is restarting/i;
const NO_IMAGE = /no such image|image not known|unable to find image|reference does not exist/i;

/** Docker's words, those of newer versions, and Podman's. */
const NO_ADDRESSES = /non-overlapping IPv4 address pool among the defaults|predefined address pools have been fully subnetted|could not find (a )?free subnet/i;

/** Whether a container, image, network or volume is said not to exist. */
export const isGone = (body: string): boolean => /no such (container|image|network|volume)\b|does not exist in database/i.test(engineWords(body));

/** A status that the engine answered with, where success was expected. */
export function translateStatus(status: number, body: string, deed: Deed): SeaworthyError {
  const said = engineWords(body);
  const what = `Could not ${describeDeed(deed)}: the engine answered ${status}${said === '' ? '' : `, "${said}"`}.`;
  if (PORT_TAKEN.test(said)) {
    return new PortError('PORT_IN_USE', `${what} Free that host port, or publish the container port without one: it then gets a free port.`);
  }
  if (NO_IMAGE.test(said)) {
    return new ImageError('IMAGE_MISSING', `${what} Pull or build the image first, or correct its name.`);
  }
  if (deed.noun === 'network' && NO_ADDRESSES.test(said)) {
    return new StartError('ADDRESSES_EXHAUSTED', `${what} Remove networks that nobody uses with "docker network prune", or give the engine larger default-address-pools.`);
  }
  if (deed.noun === 'exec' && (NOT_RUNNING.test(said) || status === 409)) {
    return new ExecError('SERVICE_NOT_RUNNING', `${what} A command can only run in a running container; look at the container's log for why it is not.`);
  }
  if (status === 409 && NOT_RUNNING.test(said)) {
    return new StartError('RESOURCE_CONFLICT', `${what} Its state does not allow that: start or unpause the container first.`);
  }
  if (status === 409 || (status === 403 && /endpoint|in use/i.test(said)) || /already exists|already used/i.test(said)) {
    return new StartError('RESOURCE_CONFLICT', `${what} Remove or rename what is in the way, or wait until it is no longer in use.`);
  }
  if (status === 404) {
    return new StartError('RESOURCE_MISSING', `${what} It was removed meanwhile, or never existed: correct the name, or create it again.`);
  }
  if (deed.noun === 'container' && (deed.verb === 'create' || deed.verb === 'start' || deed.verb === 'restart')) {
    return new StartError('START_REJECTED', `${what} Correct what the engine names and try again.`);
  }
  return new BackendError('BACKEND_REQUEST', `${what} Correct what the engine names, or read the engine's log.`, { status });
}
