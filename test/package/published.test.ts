import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { packPackage, root } from '../../scripts/steps/package.mjs';
import { quietStep } from './quiet-step.ts';

const run = promisify(execFile);
const bin = (name: string): string => `${root}/node_modules/.bin/${name}`;

describe('what is published', () => {
  let tarball: string;
  let paths: readonly string[];
  beforeAll(async () => {
    tarball = await packPackage({ step: quietStep });
    const { stdout } = await run('tar', ['-tzf', tarball]);
    paths = stdout.trim().split('\n').map((path) => path.slice('package/'.length));
  });

  test('is what was built, and the pages a user reads', () => {
    expect(paths.filter((path) => !path.startsWith('dist/')).sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  });

  // A dependency that is not declared is bundled without a word: the size tells. What we wrote is about a megabyte, with
  // the watcher, which has all that it needs in one file of its own.
  test('is no larger than what we wrote', async () => {
    const { stdout } = await run('tar', ['-tvzf', tarball]);
    const modules = stdout.split('\n').filter((line) => line.endsWith('.mjs'));
    const bytes = modules.reduce((sum, line) => sum + Number(/\s(\d+)\s/.exec(line.slice(line.indexOf('/')))?.[1]), 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(1_200_000);
  });

  test('satisfies publint', async () => {
    const { stdout } = await run(bin('publint'), ['--strict', tarball]);
    expect(stdout).toContain('All good!');
  });

  // That Vitest's entries are ES modules only is meant: Vitest itself cannot be required.
  test('has the right types for each way to resolve it', async () => {
    const attw = run(bin('attw'), [tarball, '--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm', '--format', 'json']);
    const { analysis } = JSON.parse((await attw).stdout) as { analysis: { entrypoints: Record<string, { resolutions: Record<string, { resolution?: { fileName: string } }> }> } };
    expect(analysis.entrypoints['.']?.resolutions['node16-cjs']?.resolution?.fileName).toMatch(/index\.d\.cts$/);
    expect(analysis.entrypoints['.']?.resolutions['node16-esm']?.resolution?.fileName).toMatch(/index\.d\.mts$/);
  });
});
