import { distance } from 'fastest-levenshtein';
import { BackendError } from '../../errors.ts';
import type { TlsMaterial } from '../runtime/endpoint.ts';
import { currentContext, readContext } from './docker-context.ts';
import type { ReadText } from './docker-context.ts';
import { readTlsFolder, tlsFromEnvironment } from './docker-tls.ts';
import { BACKEND_NAMES, usualSockets } from './usual-sockets.ts';
import type { BackendName, Machine } from './usual-sockets.ts';

/** One place where an engine may be. */
export interface BackendCandidate {
  /** URL of the engine; for one that cannot be told, what was given instead. */
  readonly url: string;
  /** What pointed there: `DOCKER_HOST`, `Docker context "colima"`, `usual socket of podman`. */
  readonly source: string;
  /** Whose place it is, where the place tells. */
  readonly name?: BackendName;
  readonly tls?: TlsMaterial;
  /** Why it cannot even be tried. */
  readonly problem?: string;
}

const ADDRESS = /^([a-z][a-z0-9+.-]*:\/\/|\/)/i;
/** Engines that people name and that cannot be used: nothing of theirs speaks the Engine API. */
const WITHOUT_API = ['nerdctl', 'containerd', 'apple', 'apple/container', 'container'];
const NO_API = 'it has no Docker-compatible API socket';

const nearestName = (word: string): string | undefined => BACKEND_NAMES.find((name) => distance(word, name) <= 2);

/** An address that somebody gave, with the TLS that the environment asks for. */
function given(url: string, source: string, { env, home }: Machine, readText: ReadText): BackendCandidate {
  if (!/^(tcp|https):/i.test(url)) return { url, source };
  return { url, source, ...tlsFromEnvironment(env, home, readText) };
}

/** The places of known engines, in the order in which they are tried. A Podman without a socket is started, so it comes last. */
function usualPlaces(machine: Machine): readonly (BackendCandidate & { readonly name: BackendName })[] {
  const program = machine.platform === 'win32' ? undefined : machine.programs?.['podman'];
  // On macOS it is a client of its virtual machine, which has a socket when it runs.
  const service = program === undefined || machine.platform === 'darwin' ? [] : [{ name: 'podman' as const, url: `podman://${program}`, source: 'podman on the PATH' }];
  return [...usualSockets(machine).map(({ name, url }) => ({ name, url, source: `usual socket of ${name}` })), ...service];
}

/** What was asked for by name: names and addresses, in the user's order, and nothing else. */
function fromChoice(words: readonly string[], by: (word: string) => string, machine: Machine, readText: ReadText): readonly BackendCandidate[] {
  return words.flatMap((word): readonly BackendCandidate[] => {
    const source = by(word);
    if (ADDRESS.test(word)) return [given(word, source, machine, readText)];
    const places = usualPlaces(machine).filter(({ name }) => name === word);
    if (places.length > 0) return places.map((place) => ({ ...place, source }));
    if (BACKEND_NAMES.some((name) => name === word)) return [{ url: word, source, problem: `it has no usual socket on ${machine.platform}` }];
    if (WITHOUT_API.includes(word)) return [{ url: word, source, problem: NO_API }];
    throw unknownName(word, by(word));
  });
}

function unknownName(word: string, source: string): BackendError {
  const near = nearestName(word);
  return new BackendError(
    'BACKEND_UNAVAILABLE',
    `${source.startsWith('setBackend') ? 'setBackend' : 'SEAWORTHY_BACKEND'} names "${word}", which is no backend${near === undefined ? '' : ` (did you mean "${near}"?)`}. Allowed are ${BACKEND_NAMES.join(', ')}, an address such as unix:///var/run/docker.sock, or several of these${source.startsWith('setBackend') ? ' in a list' : ' separated by commas'}.`,
  );
}

function fromContext({ env, home }: Machine, readText: ReadText): readonly BackendCandidate[] {
  const context = currentContext(env, home, readText);
  if (context === undefined) return [];
  const { name, source } = context;
  const answer = readContext(name, env, home, readText);
  if ('problem' in answer) return [{ url: name, source, problem: answer.problem }];
  const { url, tlsFolder, skipTlsVerify } = answer;
  if (!/^(tcp|https):/i.test(url)) return [{ url, source }];
  const tls = readTlsFolder(tlsFolder, !skipTlsVerify, readText);
  if ('problem' in tls) return [{ url, source, problem: tls.problem }];
  const wanted = skipTlsVerify || tls.tls.ca !== undefined || tls.tls.cert !== undefined;
  return [{ url, source, ...(wanted ? tls : {}) }];
}

/** Engines of this machine that cannot be used, for when there is no other. */
function unusable({ platform, programs = {} }: Machine): readonly BackendCandidate[] {
  return ['nerdctl', ...(platform === 'darwin' ? ['container'] : [])].flatMap((name) => {
    const path = programs[name];
    return path === undefined ? [] : [{ url: path, source: `${name} on the PATH`, problem: NO_API }];
  });
}

/**
 * Where to look for an engine, in order. What `setBackend` was given, or else SEAWORTHY_BACKEND, or else DOCKER_HOST, is
 * a decision: nothing else is tried. A Docker context and CONTAINER_HOST come before the usual sockets but do not
 * exclude them.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE for a name that is none.
 */
export function planCandidates(machine: Machine, readText: ReadText): readonly BackendCandidate[] {
  const { env, chosen = [] } = machine;
  if (chosen.length > 0) return fromChoice(chosen, (word) => `setBackend("${word}")`, machine, readText);
  const choice = (env['SEAWORTHY_BACKEND'] ?? '').split(',').map((word) => word.trim()).filter((word) => word !== '');
  if (choice.length > 0) return fromChoice(choice, (word) => `SEAWORTHY_BACKEND=${word}`, machine, readText);
  const host = env['DOCKER_HOST'];
  if (host !== undefined && host !== '') return [given(host, 'DOCKER_HOST', machine, readText)];

  const containerHost = env['CONTAINER_HOST'];
  const candidates: readonly BackendCandidate[] = [
    ...fromContext(machine, readText),
    ...(containerHost === undefined || containerHost === '' ? [] : [given(containerHost, 'CONTAINER_HOST', machine, readText)]),
    ...usualPlaces(machine),
    ...unusable(machine),
  ];
  return candidates.filter(({ url }, index) => candidates.findIndex((other) => other.url === url) === index);
}
