import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from './run-command.mjs';
import { isProgramRunning, isStalePid, readIfThere } from './running-process.mjs';
import { SetUpError } from './set-up-error.mjs';

const logFile = '/var/log/seaworthy-dockerd.log';
const ownPidFile = '/run/seaworthy-dockerd.pid';
const startDeadlineMs = 60_000;

/** Files in which an engine that died may have left a number that belongs to another program by now. */
const pidFiles = [
  { path: '/var/run/docker.pid', program: 'dockerd' },
  { path: '/var/run/docker/containerd/containerd.pid', program: 'containerd' },
];

/**
 * Starts dockerd so that it outlives this process, and waits until it answers. One that is already on its way, started
 * by its package or by somebody else, is waited for instead.
 *
 * @param {{ answers: () => Promise<boolean>, signal?: AbortSignal | undefined }} options
 * @throws {SetUpError} when it exits, or does not answer within a minute
 */
export async function startDockerd({ answers, signal }) {
  const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
  const logEnd = () => lastLines(readFileSync(logFile).subarray(logStart).toString());
  const daemon = isProgramRunning('dockerd') ? undefined : spawnDockerd();
  const deadline = Date.now() + startDeadlineMs;
  while (!(await answers())) {
    signal?.throwIfAborted();
    if (daemon?.ended !== undefined) {
      throw new SetUpError(`dockerd ended at its start (${daemon.ended}). The end of ${logFile}:\n${logEnd()}`);
    }
    if (Date.now() > deadline) {
      throw new SetUpError(
        daemon
          ? `dockerd runs but did not answer within ${startDeadlineMs / 1000} s. The end of ${logFile}:\n${logEnd()}`
          : `A dockerd that was already running did not answer within ${startDeadlineMs / 1000} s. Look at its log, or stop it and try again.`,
      );
    }
    await sleep(100);
  }
}

function spawnDockerd() {
  for (const { path, program } of pidFiles) {
    const text = readIfThere(path);
    if (text !== undefined && isStalePid(text, program)) rmSync(path);
  }
  const log = openSync(logFile, 'a');
  // Of its own session and with no folder of ours held: it stays when the terminal and the checkout are gone.
  const child = spawn('dockerd', [], { cwd: '/', detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  /** @type {{ ended?: number | string }} */
  const daemon = {};
  child.on('error', (error) => (daemon.ended = error.message));
  child.on('exit', (code, killedBy) => (daemon.ended = code === null ? `killed by ${killedBy}` : `exit code ${code}`));
  child.unref();
  if (child.pid !== undefined) writeFileSync(ownPidFile, `${child.pid}\n`);
  return daemon;
}
