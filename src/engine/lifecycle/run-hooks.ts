import { ExecError } from '../../errors.ts';
import type { HookModel } from '../compose/model.ts';
import type { ExecOutcome } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** How much of a failed hook's output its error shows. */
const OUTPUT_TAIL = 2048;

export interface HooksRequest {
  readonly kind: 'post_start' | 'pre_stop';
  readonly service: string;
  readonly containerId: string;
  readonly hooks: readonly HookModel[];
  readonly signal?: AbortSignal | undefined;
}

const failedHook = ({ kind, service }: HooksRequest, command: readonly string[], { exitCode, stdout, stderr }: ExecOutcome): ExecError => {
  const output = (stderr.trim() === '' ? stdout : stderr).trim().slice(-OUTPUT_TAIL);
  const remedy = kind === 'pre_stop' ? 'The container was not stopped. Correct the hook, or kill the service.' : 'Correct the hook.';
  return new ExecError('EXEC_FAILED', `The ${kind} hook ${JSON.stringify(command)} of service "${service}" exited with code ${String(exitCode)}.\n  ${output === '' ? 'It wrote nothing.' : output.replaceAll('\n', '\n  ')}\n  ${remedy}`, { service, exitCode });
};

/**
 * Runs the hooks of a service in its running container, one after the other.
 *
 * @throws ExecError EXEC_FAILED for the first that fails, with the end of its output; those after it are not run.
 */
export const runHooks = async (runtime: Runtime, request: HooksRequest): Promise<void> => {
  for (const { command, user, privileged, working_dir: workdir, environment = {} } of request.hooks) {
    const given = Object.entries(environment).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
    const outcome = await runtime.containers.exec(request.containerId, { command: command ?? [], user, privileged, workdir, env: Object.fromEntries(given) }, { signal: request.signal });
    if (outcome.exitCode !== 0) throw failedHook(request, command ?? [], outcome);
  }
};
