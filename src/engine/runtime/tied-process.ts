import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs a program until standard input closes: that happens when this process closes it, and however else it ends.
 * The folder with the socket goes with the program. The end of the program, too, is the end of the shell, which says
 * nothing itself: the one to read it may be gone.
 */
const UNTIL_INPUT_ENDS = `
folder=$1; shift
"$@" </dev/null 3<&- & program=$!
{ while read -r _; do :; done; kill "$program"; } <&3 2>/dev/null & watch=$!
exec 3<&- 2>/dev/null
wait "$program"; code=$?
kill "$watch" 2>/dev/null
rm -rf "$folder"
exit "$code"`;

const LOOK_AGAIN_MS = 25;
const SAID_AT_MOST = 2_000;

/** A program beside this process that listens on a socket of its own, and ends with it. */
export interface TiedProcess {
  readonly socket: string;
  readonly end: () => void;
}

/** The program ended, or could not be started, before it listened. */
export class ProgramEnded extends Error {
  constructor(said: string, options?: ErrorOptions) {
    super(said, options);
    this.name = 'ProgramEnded';
  }
}

const accepts = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const attempt = connect(socket, () => {
      attempt.destroy();
      resolve(true);
    });
    attempt.once('error', () => resolve(false));
  });

/** The program's own sentence: its last line that says something, without the frame that Podman's log puts around it. */
const lastWords = (said: string): string => {
  const line = said.split('\n').map((text) => text.trim()).filter((text) => text !== '').at(-1) ?? 'it said nothing';
  return /\bmsg="(.*)"$/.exec(line)?.[1] ?? line;
};

function watch(child: ChildProcess, program: string): { readonly failure: () => ProgramEnded | undefined } {
  let said = '';
  let failure: ProgramEnded | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-SAID_AT_MOST)));
  child.once('error', (error) => (failure = new ProgramEnded(error.message, { cause: error })));
  // After its streams, so that what it said last has been read.
  child.once('close', (code) => (failure ??= new ProgramEnded(`${program} ended with exit code ${String(code)}: ${lastWords(said)}`)));
  return { failure: () => failure };
}

/**
 * Starts a program that is to listen on a unix socket, and resolves when it does. Neither it nor its pipes hold this
 * process.
 *
 * @throws ProgramEnded, or the reason of the signal; the program is ended then.
 */
export async function startTiedProcess(command: (socket: string) => readonly [string, ...string[]], { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal?: AbortSignal | undefined }): Promise<TiedProcess> {
  signal?.throwIfAborted();
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-backend-'));
  const socket = join(folder, 'engine.sock');
  const [program, ...args] = command(socket);
  const child = spawn('/bin/sh', ['-c', `exec 3<&0; ${UNTIL_INPUT_ENDS}`, 'sh', folder, program, ...args], { stdio: ['pipe', 'ignore', 'pipe'], env, detached: true });
  // Detached: Ctrl-C is for this process, which then still needs the engine to clean up.
  const { failure } = watch(child, program);
  child.unref();
  for (const stream of [child.stdin, child.stderr]) (stream as unknown as { unref(): void }).unref();
  // What it does not read any more is nobody's loss.
  child.stdin.on('error', () => undefined);
  const end = (): void => {
    child.stdin.destroy();
  };
  try {
    for (;;) {
      const failed = failure();
      if (failed !== undefined) throw failed;
      if (await accepts(socket)) return { socket, end };
      await pause(LOOK_AGAIN_MS, undefined, signal === undefined ? {} : { signal });
    }
  } catch (error) {
    end();
    if (error instanceof ProgramEnded) rmSync(folder, { recursive: true, force: true });
    signal?.throwIfAborted();
    throw error;
  }
}
