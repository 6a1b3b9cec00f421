import type { Model } from '../engine/compose/model.ts';
import type { Stack } from '../engine/lifecycle/stack.ts';
import type { CommandCall } from './command.ts';
import type { Flags } from './flags.ts';
import { wholeSource } from './project-flags.ts';
import { showWarnings } from './show-warnings.ts';

type Call = Pick<CommandCall<Flags>, 'project' | 'output' | 'interrupts' | 'engine'>;

interface Wanted {
  /** Names from the command line, which enable the profiles of these services; default all that are enabled. */
  readonly services?: readonly string[] | undefined;
  readonly adjust?: ((model: Model) => Model) | undefined;
}

/** The project that the files describe, whatever of it is up, with its spec. */
export const openFromFiles = async ({ project, output, interrupts, engine }: Call, { services, adjust }: Wanted = {}): Promise<Stack> => {
  const stack = await engine.openProject(wholeSource(project), { signal: interrupts.signal, ...(services === undefined ? {} : { services }), ...(adjust === undefined ? {} : { adjust }) });
  showWarnings(stack.warnings, output);
  return stack;
};

/** The project that a command is about. As in `docker compose`, a name without files is enough. */
export const openStack = async (call: Call): Promise<Stack> => {
  const { file, 'project-name': projectName } = call.project;
  return file === undefined && projectName !== undefined ? await call.engine.openProject(undefined, { projectName, signal: call.interrupts.signal }) : await openFromFiles(call);
};

/** Names of services, or nothing for all of them. */
export const chosenServices = (operands: readonly string[]): readonly string[] | undefined => (operands.length === 0 ? undefined : operands);
