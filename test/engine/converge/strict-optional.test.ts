import { expect, it } from 'vitest';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';
import { SLEEPS } from './project.ts';

it('fails at once with strict, and leaves nothing, where it would else do without an optional service', async () => {
  const projectName = `strict-${String(process.pid)}`;
  const spec = {
    services: {
      ends: { image: BUSYBOX, command: ['sh', '-c', 'exit 4'] },
      app: { ...SLEEPS, image: BUSYBOX, depends_on: { ends: { condition: 'service_completed_successfully', required: false } } },
    },
  } as const;
  const began = Date.now();
  const failure = await up(spec, { projectName, strict: true, timeoutMs: 50_000 }).then(() => 'no error', (error: unknown) => (error as Error).message);
  expect(failure).toMatchInlineSnapshot(`
    "The stack cannot be brought up as it is described, and strict is set:
      services.ends: is not up, and who depends on it does without, as required: false allows: Service "ends" exited with code 4 before it was ready.
      Change that, or leave strict off to go on without it."
  `);
  expect(Date.now() - began).toBeLessThan(45_000);
  expect(await leftOf(projectName)).toEqual([]);
});
