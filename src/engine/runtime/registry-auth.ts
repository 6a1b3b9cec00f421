/**
 * Credentials for registries, from where `docker login` leaves them: DOCKER_AUTH_CONFIG, the client's config.json, and
 * the credential helpers that it names. https://docs.docker.com/reference/cli/docker/login/
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the engine passes on to a registry. */
type RegistryAuth =
  | { readonly username: string; readonly password: string; readonly serveraddress: string }
  | { readonly identitytoken: string; readonly serveraddress: string };

interface RegistryLogin {
  readonly auth?: RegistryAuth;
  /** Why credentials that are configured could not be had. The request goes on without them, as it may not need any. */
  readonly problem?: string;
}

interface AuthEntry {
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

interface ClientConfig {
  readonly auths?: Readonly<Record<string, AuthEntry>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

interface HelperAnswer {
  readonly Username: string;
  readonly Secret: string;
}

/** Docker Hub is known to clients by the address of its first index. */
const DOCKER_HUB = 'https://index.docker.io/v1/';

const serverAddress = (registry: string): string => (registry === 'docker.io' ? DOCKER_HUB : registry);

/** `https://registry.example/v2/` and `registry.example` are one registry. */
const hostOf = (key: string): string => key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function readConfig(env: NodeJS.ProcessEnv): Promise<{ readonly config: ClientConfig; readonly problem?: string }> {
  const inline = env['DOCKER_AUTH_CONFIG'];
  const file = join(env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json');
  const source = inline === undefined ? file : 'DOCKER_AUTH_CONFIG';
  try {
    return { config: JSON.parse(inline ?? (await readFile(file, 'utf8'))) as ClientConfig };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { config: {} };
    return { config: {}, problem: `${source} could not be read (${messageOf(error)})` };
  }
}

/** Asks a credential helper. The server goes over standard input and the secret comes back that way: neither is in a process list. */
function askHelper(name: string, server: string, env: NodeJS.ProcessEnv, signal: AbortSignal | undefined): Promise<HelperAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(`docker-credential-${name}`, ['get'], { env, stdio: ['pipe', 'pipe', 'pipe'], ...(signal === undefined ? {} : { signal }) });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.resume();
    child.stdin.on('error', reject);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const text = Buffer.concat(output).toString('utf8').trim();
      if (exitCode === 0) {
        try {
          resolve(JSON.parse(text) as HelperAnswer);
        } catch {
          reject(new Error('its answer is not JSON'));
        }
      } else if (/credentials not found/i.test(text)) resolve(undefined);
      else reject(new Error(text === '' ? `it ended with exit code ${exitCode ?? 'none'}` : text));
    });
    child.stdin.end(server);
  });
}

function fromEntry(entry: AuthEntry, serveraddress: string): RegistryAuth | undefined {
  if (entry.identitytoken !== undefined && entry.identitytoken !== '') return { identitytoken: entry.identitytoken, serveraddress };
  const decoded = Buffer.from(entry.auth ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const username = colon === -1 ? entry.username : decoded.slice(0, colon);
  const password = colon === -1 ? entry.password : decoded.slice(colon + 1).replace(/\0+$/, '');
  return username === undefined || password === undefined ? undefined : { username, password, serveraddress };
}

const find = <V>(record: Readonly<Record<string, V>> | undefined, host: string): V | undefined => Object.entries(record ?? {}).find(([key]) => hostOf(key) === host)?.[1];

async function login(config: ClientConfig, registry: string, env: NodeJS.ProcessEnv, signal: AbortSignal | undefined): Promise<RegistryLogin> {
  const server = serverAddress(registry);
  const helper = find(config.credHelpers, hostOf(server)) ?? config.credsStore;
  if (helper !== undefined && helper !== '') {
    try {
      const answer = await askHelper(helper, server, env, signal);
      if (answer === undefined) return {};
      const { Username, Secret } = answer;
      return { auth: Username === '<token>' ? { identitytoken: Secret, serveraddress: server } : { username: Username, password: Secret, serveraddress: server } };
    } catch (error) {
      signal?.throwIfAborted();
      return { problem: `the credential helper docker-credential-${helper} failed (${messageOf(error)})` };
    }
  }
  const entry = find(config.auths, hostOf(server));
  const auth = entry === undefined ? undefined : fromEntry(entry, server);
  return auth === undefined ? {} : { auth };
}

/** The credentials for one registry, given by its host. */
export async function findRegistryLogin(registry: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<RegistryLogin> {
  const { config, problem } = await readConfig(env);
  return problem === undefined ? login(config, registry, env, signal) : { problem };
}

/** The credentials for every registry that is configured: a build says only while it runs which ones it pulls from. */
export async function findAllRegistryLogins(env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Readonly<Record<string, RegistryAuth>>> {
  const { config } = await readConfig(env);
  const servers = new Set([...Object.keys(config.auths ?? {}), ...Object.keys(config.credHelpers ?? {})]);
  const logins = await Promise.all(
    [...servers].map(async (key) => {
      const registry = hostOf(key) === hostOf(DOCKER_HUB) ? 'docker.io' : hostOf(key);
      return [key, (await login(config, registry, env, signal)).auth] as const;
    }),
  );
  return Object.fromEntries(logins.flatMap(([key, auth]) => (auth === undefined ? [] : [[key, auth]])));
}

/** A header's value: JSON in the URL-safe alphabet, padded. Without the padding an engine takes some of them for none at all. */
export const encodeAuth = (auth: object): string => Buffer.from(JSON.stringify(auth)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
