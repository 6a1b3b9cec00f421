import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { provideBackends } from './setup/backends.mjs';
import { provideNewerDocker } from './setup/newer-docker.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepsOn } from './setup/step.mjs';
import { root } from './steps/package.mjs';
import { runShown } from './steps/shown.mjs';

/**
 * Runs the conformance suite on four engines (the default one, a newer Docker, Podman with and without root) and the tests
 * of the ways to an engine; writes docs/conformance.md when all of them passed.
 */
const log = console.log;

/**
 * A newer Docker gets a network of its own, and so does the suite, which talks to published ports there: two daemons in
 * one network take each other's bridge and firewall rules. It is gone with the last process in it.
 */
const inOwnNetwork = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/** @type {readonly { title: string, projects: readonly string[], engine?: string, prefix?: readonly string[] }[]} */
const runs = [
  { title: 'The default engine, Podman, TLS and SSH', projects: ['conformance', 'podman', 'remote'] },
  { title: 'A newer Docker', projects: ['conformance'], engine: 'newer-docker', prefix: process.getuid?.() === 0 ? inOwnNetwork : [] },
  { title: 'Podman without root', projects: ['conformance'], engine: 'rootless-podman' },
];

try {
  const env = { ...process.env, ...(await setUp({ log })) };
  const step = stepsOn(log);
  await provideBackends({ step, mayInstall: true, all: true });
  await provideNewerDocker({ folder: join(root, '.setup/newer-docker'), step });
  await rm(join(root, '.setup/conformance'), { recursive: true, force: true });
  const failed = [];
  for (const { title, projects, engine, prefix = [] } of runs) {
    log(`\n--- ${title}\n`);
    const [program, ...args] = [...prefix, 'npx', 'vitest', 'run', ...projects.flatMap((project) => ['--project', project])];
    const { code } = await runShown(program ?? '', args, { cwd: root, env: { ...env, ...(engine === undefined ? {} : { CONFORMANCE_ENGINE: engine }) } });
    if (code !== 0) failed.push(title);
  }
  if (failed.length === 0) {
    const { code } = await runShown('node', ['scripts/conformance-page.mjs'], { cwd: root, env });
    if (code !== 0) process.exitCode = 1;
  } else {
    log(`\nFailed: ${failed.join('; ')}. docs/conformance.md stays as it was.`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof SetUpError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
