import { BackendError, ExecError } from '../../errors.ts';
import { collectOutput, sendInput } from './container-streams.ts';
import { encodeName } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';
import type { Cancellable } from './cancellable.ts';
import type { ExecBody, ExecOutcome } from './containers.ts';
import { pause } from './pause.ts';
import { translated } from './translated.ts';
import type { Deed } from './translate-error.ts';

const RESIZE_AFTER_MS = [0, 20, 100];

/** The output ends when the command closes it, which may be before the command itself ends. */
async function waitForExitCode(client: EngineClient, execId: string, deed: Deed, signal: AbortSignal | undefined): Promise<number> {
  for (let delayMs = 1; ; delayMs = Math.min(delayMs * 2, 100)) {
    const answer = await client.callOrNull({ method: 'GET', path: `/exec/${execId}/json`, deed, signal });
    if (answer === null) {
      throw new ExecError('EXEC_FAILED', `The exit code of a command in container "${deed.name ?? ''}" is lost: the container was removed while the command ran. Keep the container until the command has ended.`);
    }
    const { ExitCode, Running } = answer as { readonly ExitCode: number | null; readonly Running: boolean };
    if (!Running && ExitCode !== null) return ExitCode;
    await pause(delayMs, signal);
  }
}

/** The engine refuses to size the terminal of a command that has ended, or is not there yet: only the latter is worth another try. */
async function resize(client: EngineClient, execId: string, size: ExecBody['terminalSize'], deed: Deed, signal: AbortSignal | undefined): Promise<void> {
  if (size === undefined) return;
  for (const delayMs of RESIZE_AFTER_MS) {
    await pause(delayMs, signal);
    try {
      await client.callOrNull({ method: 'POST', path: `/exec/${execId}/resize`, query: { h: size.rows, w: size.columns }, deed, signal });
      return;
    } catch (error) {
      if (!(error instanceof BackendError) || error.status === undefined) throw error;
    }
  }
}

/**
 * Runs a command and collects its output: create, start, read to the end, then ask for the exit code. The start is
 * hijacked only when there is something to write: measured, it is no faster, and a plain answer needs less care.
 */
export async function runExec(client: EngineClient, id: string, body: ExecBody, { signal }: Cancellable): Promise<ExecOutcome> {
  const deed: Deed = { noun: 'exec', verb: 'run a command in', name: id };
  const tty = body.tty ?? false;
  const { stdin, detach = false } = body;
  const created = await client.call({
    method: 'POST',
    path: `/containers/${encodeName(id)}/exec`,
    body: {
      AttachStdin: stdin !== undefined,
      AttachStdout: !detach,
      AttachStderr: !detach,
      Tty: tty,
      Cmd: body.command,
      Env: Object.entries(body.env ?? {}).map(([key, value]) => `${key}=${value}`),
      User: body.user ?? '',
      WorkingDir: body.workdir ?? '',
      Privileged: body.privileged ?? false,
    },
    deed,
    signal,
  });
  const execId = (created as { readonly Id: string }).Id;
  if (detach) {
    await client.call({ method: 'POST', path: `/exec/${execId}/start`, body: { Detach: true, Tty: tty }, deed, signal });
    return { exitCode: 0, stdout: '', stderr: '' };
  }
  const request = { method: 'POST', path: `/exec/${execId}/start`, body: { Detach: false, Tty: tty }, hijack: stdin !== undefined, deed, signal } as const;
  const stream = await client.open(request);
  let stopSending = (): void => {};
  try {
    if (stdin !== undefined) stopSending = sendInput(stream, stdin);
    const output = collectOutput(translated<Buffer>(client, request, stream, stream), tty, body.onOutput);
    const [streams] = await Promise.all([output, tty ? resize(client, execId, body.terminalSize, deed, signal) : undefined]);
    return { exitCode: await waitForExitCode(client, execId, deed, signal), ...streams };
  } finally {
    stopSending();
    stream.destroy();
  }
}
