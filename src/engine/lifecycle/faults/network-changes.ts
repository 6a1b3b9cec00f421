import { randomInt } from 'node:crypto';
import { ExecError } from '../../../errors.ts';
import { COMPOSE_LABEL } from '../../plan/labels.ts';
import type { ContainerSummary } from '../../runtime/containers.ts';
import { runAll } from '../run-all.ts';
import { listContainers, serviceOf, type Project } from '../project-containers.ts';
import type { DegradeOptions, NetworkFaultOptions } from './fault.ts';
import { cutScript, degradeScript, IP, mendScript, restoreScript, TC, type NetworkTool } from './network-script.ts';
import { ownNetworkOf, planCuts, sharedNetworkOf, type OwnNetwork } from './plan-partition.ts';
import { findToolImage, runInNetwork, type NetworkTarget, type ToolImage } from './run-in-network.ts';

/** What is done in the networks of some containers, and how it is undone. */
export interface NetworkChange {
  readonly act: () => Promise<void>;
  readonly undo: (signal: AbortSignal) => Promise<void>;
}

interface Step {
  readonly target: NetworkTarget;
  readonly doing: string;
  readonly undoing: string;
}

/** Numbers that nobody chooses for a route of his own. */
const [LOWEST_METRIC, HIGHEST_METRIC] = [1_000_000, 2_000_000_000];

const targetOf = ({ containerId, service, labels }: OwnNetwork): NetworkTarget => ({ id: containerId, service, labels });

/** The networks that containers have, or have joined. @throws FaultError FAULT_INVALID */
const networksOf = async ({ runtime }: Project, containers: readonly ContainerSummary[], signal: AbortSignal | undefined): Promise<readonly OwnNetwork[]> =>
  await Promise.all(
    containers.map(async (container) => {
      const service = serviceOf(container);
      const facts = await runtime.containers.inspect(container.id, { signal });
      const owner = facts === null ? undefined : sharedNetworkOf(facts);
      const found = owner === undefined ? facts : await runtime.containers.inspect(owner, { signal });
      if (found === null) throw notRunning(service);
      return ownNetworkOf(found.labels[COMPOSE_LABEL.service] ?? service, found);
    }),
  );

const notRunning = (service: string): ExecError => new ExecError('SERVICE_NOT_RUNNING', `Service "${service}" is not running, so it has no network that could be changed.\n  Start it first.`, { service });

/** @throws ExecError SERVICE_NOT_RUNNING for a service of which nothing runs */
const runningOf = (services: readonly string[], containers: readonly ContainerSummary[]): readonly ContainerSummary[] =>
  services.flatMap((service) => {
    const found = containers.filter((container) => serviceOf(container) === service && (container.status === 'running' || container.status === 'paused'));
    if (found.length === 0) throw notRunning(service);
    return found;
  });

/** Changes the networks of containers by commands that an image of the user's, or of the stack, has. */
export class NetworkChanges {
  readonly #project: Project;
  /** Images that were found to have a program. */
  readonly #found = new Map<string, ToolImage>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** Cuts two groups of services off from each other; what is in neither reaches both. */
  async partition(left: readonly string[], right: readonly string[], options: NetworkFaultOptions): Promise<NetworkChange> {
    const { signal } = options;
    const all = await listContainers(this.#project, signal);
    const [ours, theirs] = await Promise.all([left, right].map(async (side) => await networksOf(this.#project, runningOf(side, all), signal)));
    const metric = randomInt(LOWEST_METRIC, HIGHEST_METRIC);
    const steps = planCuts(ours ?? [], theirs ?? []).map((cut): Step => ({ target: targetOf(cut), doing: cutScript(cut.from, metric), undoing: mendScript(cut.from, metric) }));
    return this.#change(steps, IP, all, options);
  }

  /** Slows down, and loses some of, what a service sends. */
  async degrade(service: string, options: DegradeOptions): Promise<NetworkChange> {
    const { signal } = options;
    const all = await listContainers(this.#project, signal);
    const networks = await networksOf(this.#project, runningOf([service], all), signal);
    const steps = networks.map((network): Step => ({ target: targetOf(network), doing: degradeScript(options), undoing: restoreScript() }));
    return this.#change(steps, TC, all, options);
  }

  #change(steps: readonly Step[], tool: NetworkTool, all: readonly ContainerSummary[], { image, signal }: NetworkFaultOptions): NetworkChange {
    const { runtime } = this.#project;
    const begun: Step[] = [];
    let from: ToolImage | undefined;
    const begin = async (step: Step, chosen: ToolImage): Promise<void> => {
      begun.push(step);
      await runInNetwork(runtime, step.target, tool, chosen, step.doing, signal);
    };
    return {
      act: async () => {
        const [first] = steps;
        if (first === undefined) return;
        const chosen = await this.#imageFor(tool, first.target, all, image, signal);
        from = chosen;
        await runAll(steps.map((step) => begin(step, chosen)), () => {});
      },
      undo: async (undoSignal) => {
        await runAll(begun.map((step) => this.#undo(step, tool, from, undoSignal)), () => {});
      },
    };
  }

  /** A container that has ended meanwhile, or was started anew, has lost its network with all that was changed in it. */
  async #undo({ target, undoing }: Step, tool: NetworkTool, image: ToolImage | undefined, signal: AbortSignal): Promise<void> {
    const { runtime } = this.#project;
    const { state } = (await runtime.containers.inspect(target.id, { signal })) ?? {};
    if (image === undefined || state?.running !== true) return;
    await runInNetwork(runtime, target, tool, image, undoing, signal);
  }

  async #imageFor(tool: NetworkTool, target: NetworkTarget, all: readonly ContainerSummary[], image: string | undefined, signal: AbortSignal | undefined): Promise<ToolImage> {
    const named = image ?? process.env['SEAWORTHY_FAULT_IMAGE'];
    const key = `${tool.name} ${named ?? ''}`;
    const own = [...all].sort((a, b) => Number(b.id === target.id) - Number(a.id === target.id));
    const others = [...new Map(own.map((container) => [container.imageId, { id: container.imageId, name: container.image }])).values()];
    const found = this.#found.get(key) ?? (await findToolImage(this.#project.runtime, target, tool, { named, others }, signal));
    this.#found.set(key, found);
    return found;
  }
}
