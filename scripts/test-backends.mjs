import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { provideBackends } from './setup/backends.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepsOn } from './setup/step.mjs';
import { root } from './steps/package.mjs';
import { runShown } from './steps/shown.mjs';

/** Runs the conformance suite on each engine of this machine, and the tests of the ways to an engine; writes docs/conformance.md. */
const log = console.log;
try {
  const env = { ...process.env, ...(await setUp({ log })) };
  await provideBackends({ step: stepsOn(log), mayInstall: true });
  await rm(join(root, '.setup/conformance'), { recursive: true, force: true });
  const { code } = await runShown('npx', ['vitest', 'run', '--project', 'conformance', '--project', 'podman', '--project', 'remote'], { cwd: root, env });
  if (code === 0) await runShown('node', ['scripts/conformance-page.mjs'], { cwd: root, env });
  else process.exitCode = 1;
} catch (error) {
  console.error(error instanceof SetUpError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
