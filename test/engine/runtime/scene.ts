import { randomBytes } from 'node:crypto';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import type { ContainerBody } from '../../../src/engine/runtime/bodies.ts';
import type { Runtime } from '../../../src/engine/runtime/runtime.ts';

/** The small image that every container of these tests runs. */
export const image: string = process.env['BUSYBOX_IMAGE'] ?? 'busybox:1.37';

/** A runtime on the real engine, and a label that everything made under it carries and is removed by. */
export interface Scene {
  readonly runtime: Runtime;
  /** `key=value`. */
  readonly label: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A name of its own for each call. */
  name(): string;
  /** A container that runs this shell text. */
  run(script: string, body?: Partial<ContainerBody>): Promise<string>;
  create(script: string, body?: Partial<ContainerBody>): Promise<string>;
  end(): Promise<void>;
}

export async function setScene(): Promise<Scene> {
  const runtime = await connectBackend();
  const id = randomBytes(4).toString('hex');
  const labels = { 'seaworthy.test.scene': id };
  const label = `seaworthy.test.scene=${id}`;
  let count = 0;
  const name = (): string => `seaworthy-scene-${id}-${(count += 1)}`;
  const create = async (script: string, body: Partial<ContainerBody> = {}): Promise<string> =>
    (await runtime.containers.create(name(), { Image: image, Cmd: ['sh', '-c', script], Labels: labels, StopTimeout: 1, ...body })).id;
  return {
    runtime,
    label,
    labels,
    name,
    create,
    async run(script, body) {
      const container = await create(script, body);
      await runtime.containers.start(container);
      return container;
    },
    async end() {
      const containers = await runtime.containers.list([label], { all: true });
      await Promise.all(containers.map((container) => runtime.containers.remove(container.id, { force: true, volumes: true })));
      for (const network of await runtime.networks.list([label])) await runtime.networks.remove(network.id);
      for (const volume of await runtime.volumes.list([label])) await runtime.volumes.remove(volume.name);
      for (const built of await runtime.images.list([label])) await runtime.images.remove(built.id, { force: true });
      runtime.close();
    },
  };
}

/** What a promise rejects with, with ids and random names taken out of its message. */
export async function failureOf(promise: Promise<unknown>): Promise<{ readonly name: string; readonly code: unknown; readonly message: string }> {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason as Error,
  );
  const message = error.message.replace(/\b[0-9a-f]{64}\b/g, 'ID').replace(/"[0-9a-f]{12}"/g, '"ID"').replace(/seaworthy-scene-[0-9a-f]{8}-\d+/g, 'NAME');
  return { name: error.name, code: 'code' in error ? error.code : undefined, message };
}

/** Everything that an iteration gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
