import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { copyFrom, copyTo, create, exec, inspect, logs, removeIfExists, run, setBackend, start, stop, wait } from '../../../src/container.ts';
import { BUSYBOX } from '../images.ts';
import { openSecondWay, type SecondWay } from '../second-way.ts';
import { failureOf } from './failure.ts';

/** At a socket of its own. */
interface SecondEngine extends SecondWay {
  readonly path: string;
  readonly url: string;
}

async function openSecondEngine(): Promise<SecondEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'second-engine-'));
  const path = join(folder, 'engine.sock');
  const way = await openSecondWay({ path });
  const close = async (): Promise<void> => {
    await way.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...way, path, url: `unix://${path}`, close, [Symbol.asyncDispose]: close };
}

afterEach(() => {
  setBackend(undefined);
  vi.unstubAllEnvs();
});

const forever = ['sh', '-c', 'echo up; trap "exit 3" TERM; while :; do sleep 0.1; done'];

test('a handle keeps to the engine that its container was made on, and await using removes it there', async () => {
  await using other = await openSecondEngine();
  let id: string;
  {
    await using created = await create({ image: BUSYBOX, cmd: forever });
    id = created.id;
    setBackend(other.url);
    await using started = await start(created);
    await copyTo(started, { content: 'here' }, '/there');
    expect((await copyFrom(started, '/there')).toString()).toBe('here');
    expect((await exec(started, ['cat', '/there'])).stdout).toBe('here');
    for await (const { text } of logs(started, { follow: true })) {
      expect(text).toBe('up');
      break;
    }
    expect(await logs(created)).toHaveLength(1);
    const ended = wait(started);
    await stop(created);
    expect(await ended).toBe(3);
    expect((await inspect({ ...created })).state.status).toBe('exited');
  }
  expect(other.visits()).toBe(0);
  // By its id alone it is looked for on the engine in use.
  expect(await removeIfExists(id)).toBe(false);
  expect(other.visits()).toBeGreaterThan(0);
});

test('says where the container is when that engine does not answer any more', async () => {
  await using other = await openSecondEngine();
  vi.stubEnv('DOCKER_HOST', other.url);
  const box = await run({ image: BUSYBOX, cmd: forever });
  vi.unstubAllEnvs();
  try {
    expect((await exec(box, ['true'])).exitCode).toBe(0);
    await other.close();
    const { code, message } = await failureOf(exec(box, ['true']));
    expect({ code, message: message.replaceAll(other.url, 'ENGINE') }).toMatchInlineSnapshot(`
      {
        "code": "BACKEND_UNAVAILABLE",
        "message": "Container "NAME" is on the engine at ENGINE, which does not answer: there is no such socket (ENOENT).
        Start that engine again; a handle keeps to the engine that its container was made on.",
      }
    `);
    expect(await failureOf(Promise.resolve(box[Symbol.asyncDispose]()))).toMatchObject({ code });
  } finally {
    await removeIfExists(box.id);
  }
});
