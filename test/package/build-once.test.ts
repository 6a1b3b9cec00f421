import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { packPackage, root } from '../../scripts/steps/package.mjs';
import { listImages, removeImage } from '../../src/container.ts';
import { BUSYBOX } from '../engine/images.ts';
import { quietStep } from './quiet-step.ts';

interface Run {
  readonly images: readonly string[];
  readonly built: number;
}

/** Brings the stack up in a process of its own, and says what its services run and how often it was built there. */
const runUp = async (spec: object): Promise<Run> => {
  const script = `
    import { up } from ${JSON.stringify(pathToFileURL(`${root}/dist/index.mjs`).href)};
    const said = [];
    const stack = await up(${JSON.stringify(spec)}, { onProgress: ({ text }) => said.push(text) });
    const images = await Promise.all(Object.values(stack.services).map(async (service) => (await service.inspect()).imageId));
    await stack.down({ timeoutMs: 0 });
    console.log(JSON.stringify({ images, built: said.filter((line) => line.startsWith('Successfully built')).length }));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(output) as Run;
};

test('an image is built once for equal content, in two processes at once and for two services', async () => {
  await packPackage({ step: quietStep });
  const label = `seaworthy.test.mark=${randomBytes(4).toString('hex')}`;
  const app = { build: { context: import.meta.dirname, dockerfile_inline: `FROM ${BUSYBOX}\nLABEL ${label}\nRUN sleep 1; head -c 16 /dev/urandom > /made\nCMD ["sleep", "600"]\n` } };
  const runs = await Promise.all([1, 2].map(() => runUp({ services: { app, twin: app } })));
  expect(new Set(runs.flatMap(({ images }) => images)).size).toBe(1);
  expect(runs.map(({ built }) => built).sort()).toEqual([0, 1]);
  const images = await listImages({ labels: [label] });
  expect(images.map(({ tags }) => tags.length)).toEqual([1]);
  await removeImage(images[0]!.id, { force: true });
});
