import { ExecError } from '../../errors.ts';
import type { ExecOutcome } from '../runtime/containers.ts';

/** How much of its output goes into the error, in characters. */
const TAIL = 2000;

/** The error for a command that failed where failure is to throw; `where` is `service "db"` or `container "x"`. */
export const failedExec = (where: string, command: readonly string[], { exitCode, stdout, stderr }: ExecOutcome, service?: string): ExecError => {
  const output = `${stderr}${stdout}`.trim().slice(-TAIL);
  const said = output === '' ? 'It wrote nothing.' : output.replaceAll('\n', '\n  ');
  return new ExecError('EXEC_FAILED', `${JSON.stringify(command)} in ${where} exited with code ${String(exitCode)}.\n  ${said}`, { exitCode, ...(service === undefined ? {} : { service }) });
};
