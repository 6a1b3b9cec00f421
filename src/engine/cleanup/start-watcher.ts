import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Endpoint } from '../runtime/endpoint.ts';
import { lineText, type WatcherLine, type WatcherOrder } from './watcher-lines.ts';

/** A process that outlives this one by as long as cleaning up takes. */
export interface Watcher {
  readonly send: (line: WatcherLine) => void;
}

/** What a watcher needs of the environment to reach an engine by a socket: where certificates are, where notes are, and what the system itself wants. */
const NEEDED = ['PATH', 'SystemRoot', 'TMPDIR', 'TMP', 'TEMP', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

/** A program that makes the connection, ssh or podman, may need any of it; what changes Node itself is not for a watcher. */
const environmentFor = ({ kind }: Endpoint): NodeJS.ProcessEnv => {
  const entries = Object.entries(process.env).filter(([name]) => (kind === 'ssh' || kind === 'podman' ? !name.startsWith('NODE_') || NEEDED.includes(name) : NEEDED.includes(name)));
  return { ...Object.fromEntries(entries), ...(process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }) };
};

/** The program is a file beside the built code; the source of this one runs what was last built. */
const findProgram = (): string | undefined => ['./watcher.mjs', '../../../dist/watcher.mjs'].map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));

/** Small heaps: it does next to nothing, for a long time. */
const FLAGS = ['--max-semi-space-size=1', '--max-old-space-size=64'];

const launch = (program: string, { endpoint }: WatcherOrder): ChildProcess =>
  // Detached: Ctrl-C and the end of the terminal are for this process. From the root, so that no folder is kept in use.
  spawn(process.execPath, [...FLAGS, program], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: environmentFor(endpoint), cwd: '/', windowsHide: true });

/**
 * Starts the watcher of an engine. Their pipe is its life line: however this process ends, the system closes it then.
 * Neither the watcher nor the pipe holds this process.
 *
 * @param onEnd told, once, why there is no watcher any more
 */
export const startWatcher = (order: WatcherOrder, onEnd: (why: string) => void): Watcher | undefined => {
  const program = findProgram();
  if (program === undefined) {
    onEnd('its program is not beside the package\'s code');
    return undefined;
  }
  let child: ChildProcess;
  try {
    child = launch(program, order);
  } catch (error) {
    onEnd(error instanceof Error ? error.message : String(error));
    return undefined;
  }
  const { stdin } = child;
  let ended = false;
  const end = (why: string): void => {
    if (!ended) onEnd(why);
    ended = true;
  };
  child.once('error', (error) => end(error.message));
  child.once('exit', (code, signal) => end(`it was ended by ${signal ?? `exit code ${String(code)}`}`));
  // Written to one that has just ended; its end is told by the above.
  stdin?.on('error', () => undefined);
  child.unref();
  (stdin as unknown as { unref?: () => void } | null)?.unref?.();
  const send = (line: WatcherLine): void => {
    if (!ended && stdin?.writable === true) stdin.write(lineText(line));
  };
  send({ say: 'watch', order });
  return { send };
};
