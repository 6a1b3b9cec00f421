import { posix } from 'node:path';
import type { TlsMaterial } from '../runtime/endpoint.ts';
import { clientDirectory } from './docker-context.ts';
import type { ReadText } from './docker-context.ts';

/** What to talk TLS with, or why it cannot be told. */
type TlsAnswer = { readonly tls?: TlsMaterial } | { readonly problem: string };
type FolderAnswer = { readonly tls: TlsMaterial } | { readonly problem: string };

const isSet = (value: string | undefined): boolean => (value ?? '') !== '';

/** Keys and certificates of one folder, by the names that the Docker client gives them. */
export function readTlsFolder(folder: string, verify: boolean, readText: ReadText): FolderAnswer {
  const read = (name: string): string | undefined => readText(posix.join(folder, name)) ?? undefined;
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map(read);
  if ((cert === undefined) !== (key === undefined)) {
    return { problem: `${posix.join(folder, cert === undefined ? 'cert.pem' : 'key.pem')} cannot be read, and ${cert === undefined ? 'key.pem' : 'cert.pem'} is nothing without it` };
  }
  return { tls: { ca, cert, key, verify } };
}

/**
 * What the environment says about TLS, as the `docker` command reads it: DOCKER_TLS_VERIFY asks for TLS with an engine
 * that proves who it is, DOCKER_TLS for TLS alone; DOCKER_CERT_PATH, or else ~/.docker, has the files.
 */
export function tlsFromEnvironment(env: NodeJS.ProcessEnv, home: string, readText: ReadText): TlsAnswer {
  const verify = isSet(env['DOCKER_TLS_VERIFY']);
  if (!verify && !isSet(env['DOCKER_TLS'])) return {};
  const folder = env['DOCKER_CERT_PATH'] || clientDirectory(env, home);
  const answer = readTlsFolder(folder, verify, readText);
  if (verify && 'tls' in answer && answer.tls.ca === undefined) return { problem: `${posix.join(folder, 'ca.pem')} cannot be read, and DOCKER_TLS_VERIFY asks to verify by it` };
  return answer;
}
