/**
 * The verbs of `docker compose` as functions that take a stack first. Each is the method of the same name.
 */
import type { Readable, Writable } from 'node:stream';
import type { ExecOutcome } from '../runtime/containers.ts';
import type { Fault } from './faults/fault.ts';
import type { Address, CallOptions, DownOptions, DownReport, ExecOptions, ReadLogsOptions, ServiceLogLine, ServiceStatus, Stack } from './stack.ts';
import type {
  BuildOptions, ContainerImage, ContainerProcesses, CopyOptions, EndedContainer, EventsOptions, KillOptions, PortOptions, PsOptions, PullOptions, RestartOptions, RunOptions, RunOutcome, StackEvent, StartOptions, StopOptions,
  WaitOptions,
} from './verb-options.ts';

type Ports = Readonly<Record<string, number>>;
type Name<P extends Ports> = keyof P & string;
type Services<P extends Ports> = readonly Name<P>[];

/**
 * Removes a stack's containers and networks. Named volumes stay unless `volumes` is true, so that a later `up` of the
 * same spec goes on from what was written. A second call removes nothing.
 *
 * @throws CleanupError when something could not be removed; everything else was.
 */
export const down = <P extends Ports>(stack: Stack<P>, options?: DownOptions): Promise<DownReport> => stack.down(options);

/** The containers of the stack, running or not, by name. */
export const ps = <P extends Ports>(stack: Stack<P>, options?: PsOptions): Promise<readonly ServiceStatus[]> => stack.ps(options);

/** The log so far, of one service, some or all, oldest line first; with `follow`, lines as they come. */
export function logs<P extends Ports>(stack: Stack<P>, options: ReadLogsOptions & { readonly service?: Name<P>; readonly services?: Services<P>; readonly follow: true }): AsyncIterable<ServiceLogLine>;
export function logs<P extends Ports>(stack: Stack<P>, options?: ReadLogsOptions & { readonly service?: Name<P>; readonly services?: Services<P>; readonly follow?: false }): Promise<readonly ServiceLogLine[]>;
export function logs<P extends Ports>(stack: Stack<P>, options: ReadLogsOptions & { readonly service?: Name<P>; readonly services?: Services<P>; readonly follow?: boolean } = {}): Promise<readonly ServiceLogLine[]> | AsyncIterable<ServiceLogLine> {
  const { service, follow = false, ...rest } = options;
  const chosen = service === undefined ? rest : { ...rest, services: [service] };
  return follow ? stack.followLogs(chosen) : stack.logs(chosen);
}

/** Runs a command in a service's container. A non-zero exit is an answer, not an error, unless `throwOnError`. */
export const exec = <P extends Ports>(stack: Stack<P>, service: Name<P>, command: readonly string[], options?: ExecOptions): Promise<ExecOutcome> => stack.exec(service, command, options);

/** Runs a service once in a container of its own, after what it depends on is ready, and waits until it has ended. */
export const run = <P extends Ports>(stack: Stack<P>, service: Name<P>, command?: readonly string[], options?: RunOptions): Promise<RunOutcome> => stack.run(service, command, options);

/** Starts stopped services again, those named or all, dependencies first, and resolves when they are ready. */
export const start = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: StartOptions): Promise<void> => stack.start(services, options);

/** Stops services, those named or all, dependents first; they can be started again. */
export const stop = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: StopOptions): Promise<Fault> => stack.stop(services, options);

/** Stops and starts services, those named or all, with those that `restart: true` ties to them; resolves when they are ready again. */
export const restart = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: RestartOptions): Promise<Fault> => stack.restart(services, options);

/** Sends a signal, SIGKILL by default, to what runs of the services named or of all. */
export const kill = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: KillOptions): Promise<Fault> => stack.kill(services, options);

/** Freezes what runs. */
export const pause = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: CallOptions): Promise<Fault> => stack.pause(services, options);

/** Lets what is paused go on. */
export const unpause = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: CallOptions): Promise<void> => stack.unpause(services, options);

/** Waits until services have ended, those named or all. @throws TimeoutError */
export const wait = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: WaitOptions): Promise<readonly EndedContainer[]> => stack.wait(services, options);

/** Copies between the host and a service: one of the two paths begins with `service:`; the other may be a stream of a tar. */
export const cp = <P extends Ports>(stack: Stack<P>, source: string | Readable, target: string | Writable, options?: CopyOptions): Promise<void> => stack.cp(source, target, options);

/** Where a published port answers now. @throws PortError PORT_NOT_PUBLISHED */
export const port = <P extends Ports>(stack: Stack<P>, service: Name<P>, target: number, options?: PortOptions): Promise<Address> => stack.port(service, target, options);

/** What happens to the stack's containers from now on, until the loop is left or the signal aborts. */
export const events = <P extends Ports>(stack: Stack<P>, options?: EventsOptions): AsyncIterable<StackEvent> => stack.events(options);

/** The processes of the running containers. */
export const top = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: CallOptions): Promise<readonly ContainerProcesses[]> => stack.top(services, options);

/** The images that the containers were made of. */
export const images = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: CallOptions): Promise<readonly ContainerImage[]> => stack.images(services, options);

/** Pulls the images of services that are not built; the next `up` uses them. */
export const pull = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: PullOptions): Promise<void> => stack.pull(services, options);

/** Builds the images of services that have a `build`; the next `up` uses them. */
export const build = <P extends Ports>(stack: Stack<P>, services?: Services<P>, options?: BuildOptions): Promise<void> => stack.build(services, options);
