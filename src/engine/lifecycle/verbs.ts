/**
 * The verbs of `docker compose` as functions that take a stack first. Each is the method of the same name.
 */
import type { ExecOutcome } from '../runtime/runtime.ts';
import type { CallOptions, DownOptions, DownReport, ExecOptions, ReadLogsOptions, ServiceLogLine, ServiceStatus, Stack } from './stack.ts';

type Ports = Readonly<Record<string, number>>;

/**
 * Removes a stack's containers and networks. Named volumes stay unless `volumes` is true, so that a later `up` of the
 * same spec goes on from what was written. A second call removes nothing.
 *
 * @throws CleanupError when something could not be removed; everything else was.
 */
export const down = <P extends Ports>(stack: Stack<P>, options?: DownOptions): Promise<DownReport> => stack.down(options);

/** Every container of the stack, running or not, by name. */
export const ps = <P extends Ports>(stack: Stack<P>, options?: CallOptions): Promise<readonly ServiceStatus[]> => stack.ps(options);

/** The log so far, of one service or of all, oldest line first. */
export const logs = <P extends Ports>(stack: Stack<P>, options: ReadLogsOptions & { readonly service?: keyof P & string } = {}): Promise<readonly ServiceLogLine[]> => {
  const { service, ...rest } = options;
  return stack.logs(service === undefined ? rest : { ...rest, services: [service] });
};

/** Runs a command in a service's container. A non-zero exit is an answer, not an error, unless `throwOnError`. */
export const exec = <P extends Ports>(stack: Stack<P>, service: keyof P & string, command: readonly string[], options?: ExecOptions): Promise<ExecOutcome> => stack.exec(service, command, options);

type ServicesOption<P extends Ports> = readonly (keyof P & string)[] | undefined;

const each = async <P extends Ports>(stack: Stack<P>, services: ServicesOption<P>, act: (name: keyof P & string) => Promise<void>): Promise<void> => {
  await Promise.all((services ?? (Object.keys(stack.services) as (keyof P & string)[])).map(act));
};

/** Starts stopped services again, those named or all, and resolves when they are ready. */
export const start = <P extends Ports>(stack: Stack<P>, services?: ServicesOption<P>, options?: CallOptions): Promise<void> => each(stack, services, (name) => stack.services[name].start(options));

/** Stops services, those named or all; they can be started again. */
export const stop = <P extends Ports>(stack: Stack<P>, services?: ServicesOption<P>, options?: CallOptions & { readonly timeoutMs?: number }): Promise<void> =>
  each(stack, services, (name) => stack.services[name].stop(options));

/** Stops and starts services, those named or all, and resolves when they are ready again. */
export const restart = <P extends Ports>(stack: Stack<P>, services?: ServicesOption<P>, options?: CallOptions & { readonly timeoutMs?: number }): Promise<void> =>
  each(stack, services, (name) => stack.services[name].restart(options));
