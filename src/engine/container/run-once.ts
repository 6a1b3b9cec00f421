import { randomBytes } from 'node:crypto';
import { TimeoutError } from '../../errors.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import type { ExecOutcome } from '../runtime/containers.ts';
import type { PullProgress } from '../runtime/images.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { BoundedOutput } from './bounded-output.ts';
import type { ContainerSpec } from './container-spec.ts';
import { createSingle, discard, discardAfter, type CreatedContainer } from './create-single.ts';
import { startChoosingPorts } from './run.ts';
import { specError } from './spec-problems.ts';
import { withRuntime } from '../backends/with-runtime.ts';

/** What a sandboxed command may do beyond the little it may without; each grant loosens one thing. */
export interface Grants extends CallOptions, Pick<ContainerSpec, 'env' | 'workdir' | 'volumes' | 'network' | 'cap_add' | 'platform' | 'extra_hosts' | 'devices'> {
  /** `user` or `user:group`; default `65534:65534`, nobody. */
  readonly user?: string;
  /** `false` makes the root file system writable; default true. */
  readonly read_only?: boolean;
  /** Writable paths in memory, beside `/tmp`: `'/run:size=16m'`. */
  readonly tmpfs?: ContainerSpec['tmpfs'];
  /** `false` lets the process gain privileges, as through setuid; default true. */
  readonly no_new_privileges?: boolean;
  /** Memory, without swap beside it; default `256m`. */
  readonly mem_limit?: ContainerSpec['mem_limit'];
  /** Default 1. */
  readonly cpus?: ContainerSpec['cpus'];
  /** Processes and threads; default 64. */
  readonly pids_limit?: ContainerSpec['pids_limit'];
  /** How long it may run, in milliseconds; default 60 000. Getting the image does not count. */
  readonly timeoutMs?: number;
  /**
   * How much of each of its two outputs is kept, in bytes; default 16 777 216. Of one that is longer the beginning and the
   * end are, with a line between them that says how much is not.
   */
  readonly maxOutputBytes?: number;
  /** Sent to its standard input, which is then closed. */
  readonly stdin?: string | Uint8Array;
  /** Default `missing`. */
  readonly pull?: 'always' | 'missing' | 'never';
  readonly onProgress?: (progress: PullProgress) => void;
}

/** What a sandboxed command has answered. */
export interface SandboxOutcome extends ExecOutcome {
  /** How much of each output was longer than `maxOutputBytes` and is not in it; absent when both are whole. */
  readonly leftOutBytes?: { readonly stdout: number; readonly stderr: number };
}

const NOBODY = '65534:65534';
const TEMPORARY = '/tmp:size=64m,mode=1777,noexec,nosuid,nodev';
const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_OUTPUT_BYTES = 16 * 1024 ** 2;

/** Grants that are not fields of the container. */
const BESIDE = new Set(['timeoutMs', 'maxOutputBytes', 'stdin', 'pull', 'onProgress', 'signal']);
const GRANTED = new Set(['env', 'workdir', 'volumes', 'network', 'cap_add', 'platform', 'extra_hosts', 'devices', 'user', 'read_only', 'tmpfs', 'no_new_privileges', 'mem_limit', 'cpus', 'pids_limit', ...BESIDE]);

/** The sandbox as a container's description: everything is denied that no grant allows. */
const sandboxSpec = (image: string, cmd: readonly string[], grants: Grants): ContainerSpec => {
  const unknown = Object.keys(grants).filter((key) => !GRANTED.has(key));
  if (unknown.length > 0) {
    throw specError('the sandbox', unknown.map((key) => ({ path: key, message: `is not a grant; there are ${[...GRANTED].join(', ')}` })));
  }
  const { maxOutputBytes = 0 } = grants;
  if (!Number.isSafeInteger(maxOutputBytes) || maxOutputBytes < 0) {
    throw specError('the sandbox', [{ path: 'maxOutputBytes', message: `expected a whole number of bytes, found ${String(maxOutputBytes)}` }]);
  }
  const { tmpfs, mem_limit: memory = '256m', ...rest } = grants;
  const fields = Object.fromEntries(Object.entries(rest).filter(([key, value]) => !BESIDE.has(key) && value !== undefined));
  return {
    read_only: true,
    user: NOBODY,
    network: 'none',
    no_new_privileges: true,
    cpus: 1,
    pids_limit: 64,
    ...fields,
    image,
    cmd,
    cap_drop: ['ALL'],
    mem_limit: memory,
    memswap_limit: memory,
    tmpfs: [TEMPORARY, ...(typeof tmpfs === 'string' ? [tmpfs] : (tmpfs ?? []))],
    // Nothing of it is to outlive the call, nor to be started again.
    restart: 'no',
    // What it writes comes to the caller; a log beside it could fill the engine's disk.
    logging: { driver: 'none' },
  };
};

const outOfTime = (image: string, cmd: readonly string[], timeoutMs: number): TimeoutError =>
  new TimeoutError(`${JSON.stringify(cmd)} in a sandbox of "${image}" had not ended after ${String(timeoutMs)} ms and was killed.\n  If it only needs more time, raise timeoutMs.`);

const runToEnd = async (runtime: Runtime, { id }: CreatedContainer, grants: Grants, signal: AbortSignal): Promise<SandboxOutcome> => {
  const { stdin, maxOutputBytes = DEFAULT_OUTPUT_BYTES } = grants;
  const outputs = { stdout: new BoundedOutput(maxOutputBytes), stderr: new BoundedOutput(maxOutputBytes) };
  const attachment = await runtime.containers.attach(id, { stdin, signal, onOutput: (chunk, stream) => outputs[stream].push(chunk) });
  try {
    await startChoosingPorts(runtime, id, false, signal);
    const [exitCode] = await Promise.all([runtime.containers.wait(id, { signal }), attachment.ended]);
    const [stdout, stderr] = [outputs.stdout.end(), outputs.stderr.end()];
    const whole = stdout.leftOutBytes === 0 && stderr.leftOutBytes === 0;
    return { exitCode, stdout: stdout.text, stderr: stderr.text, ...(whole ? {} : { leftOutBytes: { stdout: stdout.leftOutBytes, stderr: stderr.leftOutBytes } }) };
  } finally {
    attachment.detach();
  }
};

const once = async (runtime: Runtime, image: string, cmd: readonly string[], grants: Grants): Promise<SandboxOutcome> => {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal, pull, onProgress } = grants;
  const spec = { ...sandboxSpec(image, cmd, grants), name: `seaworthy-once-${randomBytes(4).toString('hex')}` };
  const options = { ...(signal === undefined ? {} : { signal }), ...(pull === undefined ? {} : { pull }), ...(onProgress === undefined ? {} : { onProgress }), takesInput: grants.stdin !== undefined };
  const created = await createSingle(runtime, spec, options);
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([timeout, ...(signal === undefined ? [] : [signal])]);
  try {
    const outcome = await runToEnd(runtime, created, grants, either);
    await discard(runtime, created.id, created.volumes);
    return outcome;
  } catch (error) {
    return await discardAfter(timeout.aborted && error === timeout.reason ? outOfTime(image, cmd, timeoutMs) : error, runtime, created.id, created.volumes);
  }
};

export const runOnce = (image: string, cmd: readonly string[], grants: Grants = {}): Promise<SandboxOutcome> => withRuntime(grants, (runtime) => once(runtime, image, cmd, grants));
