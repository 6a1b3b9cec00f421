import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { packPackage, root } from '../../scripts/steps/package.mjs';
import { down, up } from '../../src/compose.ts';
import { BUSYBOX } from '../engine/images.ts';
import { quietStep } from './quiet-step.ts';

const spec = { services: { app: { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s', scale: 2 } } } as const;

/** Brings the project up in a process of its own; resolves with the ids of its containers. */
const upElsewhere = async (projectName: string): Promise<readonly string[]> => {
  const script = `
    import { up } from ${JSON.stringify(pathToFileURL(`${root}/dist/compose.mjs`).href)};
    const stack = await up(${JSON.stringify(spec)}, { projectName: ${JSON.stringify(projectName)} });
    console.log(JSON.stringify(await Promise.all([1, 2].map(async (index) => (await stack.exec('app', ['hostname'], { index })).stdout))));
    process.exit(0);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(output) as readonly string[];
};

test('two processes that bring one project up at once get the same containers', async () => {
  await packPackage({ step: quietStep });
  const projectName = `two-ups-${String(process.pid)}`;
  const [one, other] = await Promise.all([upElsewhere(projectName), upElsewhere(projectName)]);
  const stack = await up(spec, { projectName });
  try {
    expect(one).toHaveLength(2);
    expect(other).toEqual(one);
    expect(await stack.ps()).toHaveLength(2);
  } finally {
    await down(stack, { volumes: true });
  }
});
