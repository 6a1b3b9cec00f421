import { randomBytes } from 'node:crypto';
import { StartError } from '../../../errors.ts';
import { COMPOSE_LABEL } from '../../plan/labels.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { undoAfter } from '../undo-after.ts';
import { noTool, refused } from './fault-errors.ts';
import type { NetworkTool } from './network-script.ts';

/** A container whose network is changed. */
export interface NetworkTarget {
  readonly id: string;
  readonly service: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** An image that the commands come from, and what to call it. */
export interface ToolImage {
  readonly id: string;
  readonly name: string;
}

/** Removal must not be cut short by the signal that ended the command. */
const REMOVE_MS = 30_000;
/** What has begun to be created is seen to its end, so that it is known and can be removed: at most for this long. */
const CREATE_MS = 60_000;
const NAME_BYTES = 4;

/** The container belongs to whom its target belongs to, and is out of the way of what looks for the service's own. */
const labelsOf = ({ labels, service }: NetworkTarget): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(labels).filter(([key]) => key.startsWith('seaworthy.') && key !== 'seaworthy.anonymous-volumes')),
  [COMPOSE_LABEL.project]: labels[COMPOSE_LABEL.project] ?? '',
  [COMPOSE_LABEL.service]: service,
  [COMPOSE_LABEL.oneOff]: 'True',
});

const create = async ({ containers }: Runtime, target: NetworkTarget, image: ToolImage, script: string): Promise<string> => {
  const name = `${target.labels[COMPOSE_LABEL.project] ?? ''}-${target.service}-fault-${randomBytes(NAME_BYTES).toString('hex')}`;
  const { id } = await containers.create(
    name,
    {
      Image: image.id,
      Entrypoint: ['sh', '-c', script],
      Cmd: [],
      User: '0:0',
      WorkingDir: '/',
      Healthcheck: { Test: ['NONE'] },
      Labels: labelsOf(target),
      HostConfig: { NetworkMode: `container:${target.id}`, CapDrop: ['ALL'], CapAdd: ['NET_ADMIN'], ReadonlyRootfs: true, RestartPolicy: { Name: 'no' } },
    },
    { signal: AbortSignal.timeout(CREATE_MS) },
  );
  return id;
};

interface ScriptOutcome {
  readonly exitCode: number;
  readonly said: string;
}

/** Runs a script in a container's network, as root of that network and of nothing else. */
const run = async (runtime: Runtime, target: NetworkTarget, image: ToolImage, script: string, signal: AbortSignal | undefined): Promise<ScriptOutcome> => {
  signal?.throwIfAborted();
  const { containers } = runtime;
  const id = await create(runtime, target, image, script);
  const remove = (): Promise<void> => containers.remove(id, { force: true, volumes: true, signal: AbortSignal.timeout(REMOVE_MS) });
  try {
    const attached = await containers.attach(id, { signal });
    try {
      await containers.start(id, { signal });
      const exitCode = await containers.wait(id, { signal });
      const { stdout, stderr } = await attached.ended;
      await remove();
      return { exitCode, said: `${stdout}${stderr}` };
    } finally {
      attached.detach();
    }
  } catch (error) {
    return await undoAfter(error, remove);
  }
};

/** Runs a script in a container's network. @throws FaultError FAULT_UNSUPPORTED with what it said */
export const runInNetwork = async (runtime: Runtime, target: NetworkTarget, tool: NetworkTool, image: ToolImage, script: string, signal: AbortSignal | undefined): Promise<void> => {
  const { exitCode, said } = await run(runtime, target, image, script, signal);
  if (exitCode !== 0) throw refused(tool, target.service, said);
};

/** Whether an image has the program. */
const hasTool = async (runtime: Runtime, target: NetworkTarget, tool: NetworkTool, image: ToolImage, signal: AbortSignal | undefined): Promise<boolean> => {
  try {
    return (await run(runtime, target, image, tool.check, signal)).exitCode === 0;
  } catch (error) {
    // The engine starts no container of an image that has no shell.
    if (error instanceof StartError && error.code === 'START_REJECTED') return false;
    throw error;
  }
};

/** The image that is named, pulled where it is missing, or the first of the others that has the program. @throws FaultError FAULT_UNSUPPORTED */
export const findToolImage = async (runtime: Runtime, target: NetworkTarget, tool: NetworkTool, candidates: { readonly named: string | undefined; readonly others: readonly ToolImage[] }, signal: AbortSignal | undefined): Promise<ToolImage> => {
  const { named, others } = candidates;
  let images = others;
  if (named !== undefined) {
    if ((await runtime.images.inspect(named, { signal })) === null) await runtime.images.pull(named, { signal });
    images = [{ id: named, name: named }];
  }
  for (const image of images) if (await hasTool(runtime, target, tool, image, signal)) return image;
  throw noTool(tool, images.map(({ name }) => name));
};
