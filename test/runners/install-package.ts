import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packPackage } from '../../scripts/steps/package.mjs';
import { projects } from './runner-under-test.ts';

const run = promisify(execFile);

/** Vitest sets up every project of a run that names this file; their tests share the folder. */
const installed = Symbol.for('seaworthy.test.installed-package');

/** Installs the package as it would be published where every inline project finds it, once for a run. */
export default async function installPackage(): Promise<void> {
  const shared = globalThis as { [installed]?: Promise<void> | undefined };
  await (shared[installed] ??= install());
}

async function install(): Promise<void> {
  // The matrix packs once: its rows are of one package, whatever becomes of the sources meanwhile.
  const tarball = process.env['RUNNER_TARBALL'] ?? (await packPackage({ step: async (_name, work) => work(() => undefined) }));
  const folder = join(projects, 'node_modules/seaworthy');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
}
