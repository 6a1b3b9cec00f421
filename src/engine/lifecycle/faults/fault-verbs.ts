import { pause } from '../../readiness/pause.ts';
import type { StackContainer } from '../confirm-running.ts';
import { disconnect, reattach, type Detached, type Endpoints } from '../network-faults.ts';
import { listContainers, selectContainers, serviceOf } from '../project-containers.ts';
import { runAll } from '../run-all.ts';
import type { CallOptions, Stack } from '../stack.ts';
import type { PlainFaults, VerbsRequest } from '../stack-verbs.ts';
import type { DegradeOptions, Fault } from './fault.ts';
import { invalid } from './fault-errors.ts';
import { FaultRegister, type Deed, type Ran } from './fault-register.ts';
import { NetworkChanges } from './network-changes.ts';
import { checkSides } from './plan-partition.ts';
import { restoreContainers } from './restore-containers.ts';

/** Faults that one service's handle makes. */
export interface ServiceFaults {
  disconnect(service: string, containers: readonly StackContainer[], network: string, endpoints: Endpoints, options: CallOptions): Promise<Fault>;
  degrade(service: string, options: DegradeOptions): Promise<Fault>;
}

export interface FaultVerbs {
  readonly register: FaultRegister;
  readonly ofStack: Pick<Stack, 'stop' | 'kill' | 'pause' | 'restart' | 'partition'>;
  readonly ofService: ServiceFaults;
  /** What is taken down is no fault's any more. */
  readonly forgetting: (down: Stack['down']) => Stack['down'];
}

const RUNNING = new Set(['running', 'paused', 'restarting']);

/** Signals that ask a process to end, which it may take its time for. */
const ENDING = new Set(['TERM', 'INT', 'QUIT', 'ABRT', '15', '2', '3', '6']);
const DEFAULT_GRACE_MS = 10_000;
const GRACE_LOOK_MS = 50;

/** Waits for the end of what was asked to end, as long as a stop would: until then one cannot tell whether it goes on. */
const awaitEnd = async ({ runtime }: VerbsRequest, ran: readonly Ran[], signal: AbortSignal): Promise<void> => {
  await runAll(
    ran.map(async ({ id }) => {
      const beganMs = Date.now();
      for (;;) {
        const container = await runtime.containers.inspect(id, { signal });
        if (container?.state.status !== 'running') return;
        const { StopTimeout: seconds } = (container.raw['Config'] ?? {}) as { readonly StopTimeout?: number };
        if (Date.now() - beganMs > (seconds === undefined ? DEFAULT_GRACE_MS : seconds * 1000)) return;
        await pause(GRACE_LOOK_MS, signal);
      }
    }),
    () => {},
  );
};

const unpause = async (request: VerbsRequest, ran: readonly Ran[], signal: AbortSignal): Promise<void> => {
  const paused = (await listContainers(request, signal)).filter(({ id, status }) => status === 'paused' && ran.some((container) => container.id === id));
  await runAll(paused.map(({ id }) => request.runtime.containers.unpause(id, { signal })), () => {});
};

const checkDegrading = (service: string, { latencyMs = 0, jitterMs = 0, lossPercent = 0 }: DegradeOptions, open: readonly Fault[]): void => {
  const wrong = Object.entries({ latencyMs, jitterMs, lossPercent }).find(([name, value]) => !Number.isFinite(value) || value < 0 || (name === 'lossPercent' && value > 100));
  if (wrong !== undefined) throw invalid(`The ${wrong[0]} of service "${service}" cannot be ${String(wrong[1])}.\n  Give ${wrong[0] === 'lossPercent' ? 'percent, from 0 to 100' : 'milliseconds, 0 or more'}.`);
  if (latencyMs === 0 && lossPercent === 0) throw invalid(`Nothing was said of how the network of service "${service}" is to be.\n  Give latencyMs, which jitterMs may vary, or lossPercent.`);
  if (open.some(({ kind, services }) => kind === 'degrade' && services.includes(service))) throw invalid(`The network of service "${service}" is degraded already.\n  Heal that fault first; latency and loss can be given together.`);
};

/** The verbs that break something, each as a fault that can be undone. */
export const faultVerbs = (request: VerbsRequest, plain: PlainFaults): FaultVerbs => {
  const { runtime, project, known } = request;
  const register = new FaultRegister({ project, restore: restoreContainers(request) });
  const changes = new NetworkChanges(request);
  const running = async (services: readonly string[] | undefined, signal: AbortSignal | undefined): Promise<readonly Ran[]> =>
    (await selectContainers(request, services, signal)).filter(({ status }) => RUNNING.has(status)).map((container) => ({ id: container.id, name: container.name, service: serviceOf(container) }));
  const make = async (services: readonly string[] | undefined, signal: AbortSignal | undefined, deed: (ran: readonly Ran[]) => Omit<Deed, 'services' | 'ran'>): Promise<Fault> => {
    const ran = await running(services, signal);
    return await register.make({ services: services ?? known, ran, ...deed(ran) });
  };
  return {
    register,
    forgetting: (down) => async (options) => {
      const report = await down(options);
      register.forget(options?.services);
      return report;
    },
    ofStack: {
      stop: async (services, options = {}) => await make(services, options.signal, () => ({ kind: 'stop', act: () => plain.stop(services, options) })),
      restart: async (services, options = {}) => await make(services, options.signal, () => ({ kind: 'restart', momentary: true, act: () => plain.restart(services, options) })),
      pause: async (services, options = {}) => await make(services, options.signal, (ran) => ({ kind: 'pause', act: () => plain.pause(services, options), undo: (signal) => unpause(request, ran, signal) })),
      kill: async (services, options = {}) => {
        const mayTakeTime = ENDING.has((options.killSignal ?? 'KILL').toUpperCase().replace(/^SIG/, ''));
        return await make(services, options.signal, (ran) => ({ kind: 'kill', act: () => plain.kill(services, options), ...(mayTakeTime ? { undo: (signal) => awaitEnd(request, ran, signal) } : {}) }));
      },
      partition: async (left, right, options = {}) => {
        checkSides(left, right);
        const ran = await running([...left, ...right], options.signal);
        const change = await changes.partition(left, right, options);
        return await register.make({ kind: 'partition', services: [...left, ...right], ran, whole: true, ...change });
      },
    },
    ofService: {
      disconnect: async (service, containers, network, endpoints, { signal }) => {
        const detached: Detached[] = [];
        return await make([service], signal, () => ({ kind: 'disconnect', act: () => disconnect(runtime, project, network, containers, { endpoints, detached }, signal), undo: (undoSignal) => reattach(runtime, detached, undoSignal) }));
      },
      degrade: async (service, options) => {
        checkDegrading(service, options, register.open);
        const ran = await running([service], options.signal);
        const change = await changes.degrade(service, options);
        return await register.make({ kind: 'degrade', services: [service], ran, whole: true, ...change });
      },
    },
  };
};
