import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packPackage } from '../../scripts/steps/package.mjs';
import { compiler } from '../runners/runner-under-test.ts';
import { quietStep } from './quiet-step.ts';

const run = promisify(execFile);

/** A project that has installed the packed package, in a folder with a space in its name, and no test runner. */
export interface Consumer {
  readonly folder: string;
  /** Writes a file and runs it with Node; resolves with what it printed, parsed as JSON. */
  evaluate(name: string, source: string): Promise<unknown>;
  /** Compiles files with the given options; resolves with the compiler's complaints, '' when there are none. */
  compile(files: Readonly<Record<string, string>>, options: Readonly<Record<string, unknown>>): Promise<string>;
  remove(): Promise<void>;
}

export async function installConsumer(): Promise<Consumer> {
  const tarball = await packPackage({ step: quietStep });
  const parent = await mkdtemp(join(tmpdir(), 'seaworthy-package-'));
  const folder = join(parent, 'a project');
  await mkdir(folder);
  const manifest = { name: 'consumer', private: true, dependencies: { seaworthy: `file:${tarball}` }, devDependencies: { '@types/node': '^20.19.43' } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await run('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--silent'], { cwd: folder });
  return {
    folder,
    evaluate: async (name, source) => {
      await writeFile(join(folder, name), source);
      const { stdout } = await run(process.execPath, [name], { cwd: folder });
      return JSON.parse(stdout) as unknown;
    },
    compile: async (files, options) => {
      for (const [name, source] of Object.entries(files)) await writeFile(join(folder, name), source);
      const compilerOptions = { target: 'ES2022', lib: ['ES2023', 'ESNext.Disposable'], types: ['node'], strict: true, noEmit: true, skipLibCheck: false, ...options };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(files) }));
      return run(process.execPath, [compiler, '-p', folder], { cwd: folder }).then(
        () => '',
        (error: unknown) => (error as { stdout: string }).stdout,
      );
    },
    remove: async () => rm(parent, { recursive: true, force: true }),
  };
}
