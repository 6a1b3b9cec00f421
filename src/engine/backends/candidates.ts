import { distance } from 'fastest-levenshtein';
import { BackendError } from '../../errors.ts';
import { currentContext, readContext } from './docker-context.ts';
import type { ReadText } from './docker-context.ts';
import { BACKEND_NAMES, usualSockets } from './usual-sockets.ts';
import type { Machine } from './usual-sockets.ts';

/** One place where an engine may be. */
export interface BackendCandidate {
  /** URL of the engine; for one that cannot be told, what was given instead. */
  readonly url: string;
  /** What pointed there: `DOCKER_HOST`, `Docker context "colima"`, `usual socket of podman`. */
  readonly source: string;
  /** Why it cannot even be tried. */
  readonly problem?: string;
}

const ADDRESS = /^([a-z][a-z0-9+.-]*:\/\/|\/)/i;

const nearestName = (word: string): string | undefined => BACKEND_NAMES.find((name) => distance(word, name) <= 2);

const wantsTls = (host: string, env: NodeJS.ProcessEnv): boolean => host.startsWith('tcp:') && (env['DOCKER_TLS_VERIFY'] ?? '') !== '';

const fromUsualSockets = (machine: Machine): readonly (BackendCandidate & { readonly name: string })[] =>
  usualSockets(machine).map(({ name, url }) => ({ name, url, source: `usual socket of ${name}` }));

/** What SEAWORTHY_BACKEND asks for: names and addresses, in the user's order, and nothing else. */
function fromChoice(words: readonly string[], machine: Machine): readonly BackendCandidate[] {
  return words.flatMap((word): readonly BackendCandidate[] => {
    const source = `SEAWORTHY_BACKEND=${word}`;
    if (ADDRESS.test(word)) return [{ url: word, source }];
    const sockets = fromUsualSockets(machine).filter(({ name }) => name === word);
    if (sockets.length > 0) return sockets.map(({ url }) => ({ url, source }));
    if (BACKEND_NAMES.some((name) => name === word)) return [{ url: word, source, problem: `it has no usual socket on ${machine.platform}` }];
    const near = nearestName(word);
    throw new BackendError(
      'BACKEND_UNAVAILABLE',
      `SEAWORTHY_BACKEND names "${word}", which is no backend${near === undefined ? '' : ` (did you mean "${near}"?)`}. Allowed are ${BACKEND_NAMES.join(', ')}, an address such as unix:///var/run/docker.sock, or several of these separated by commas.`,
    );
  });
}

/**
 * Where to look for an engine, in order. SEAWORTHY_BACKEND, or else DOCKER_HOST, is a decision: nothing else is tried.
 * A Docker context and CONTAINER_HOST come before the usual sockets but do not exclude them.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE for a name in SEAWORTHY_BACKEND that is none.
 */
export function planCandidates(machine: Machine, readText: ReadText): readonly BackendCandidate[] {
  const { env, home } = machine;
  const choice = (env['SEAWORTHY_BACKEND'] ?? '').split(',').map((word) => word.trim()).filter((word) => word !== '');
  if (choice.length > 0) return fromChoice(choice, machine);
  const host = env['DOCKER_HOST'];
  if (host !== undefined && host !== '') return [{ url: host, source: 'DOCKER_HOST', ...(wantsTls(host, env) ? { problem: 'TLS is not supported, and DOCKER_TLS_VERIFY asks for it' } : {}) }];

  const candidates: BackendCandidate[] = [];
  const context = currentContext(env, home, readText);
  if (context !== undefined) candidates.push({ url: context.name, source: context.source, ...readContext(context.name, env, home, readText) });
  const containerHost = env['CONTAINER_HOST'];
  if (containerHost !== undefined && containerHost !== '') candidates.push({ url: containerHost, source: 'CONTAINER_HOST' });
  candidates.push(...fromUsualSockets(machine).map(({ url, source }) => ({ url, source })));
  return candidates.filter(({ url }, index) => candidates.findIndex((other) => other.url === url) === index);
}
