import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { engineNames } from './engine-names.ts';
import { normalise } from './normalise.ts';
import { ofRunner, projects, runnerNode, vitestMajor } from './runner-under-test.ts';

export interface RunResult {
  readonly exitCode: number | null;
  /** What stood in the terminal, normalised. */
  readonly output: string;
  /** A file that the run left in the project, normalised; the last part of its path is enough. */
  readonly read: (name: string) => Promise<string>;
  readonly readAsIs: (name: string) => Promise<string>;
  readonly readBytes: (name: string) => Promise<Buffer>;
  /** What the engine has of stacks that are named, by Compose's rule, after the project's folder. */
  readonly left: () => Promise<readonly string[]>;
}

/** Files of a project by their path in it. */
export type ProjectFiles = Readonly<Record<string, string>>;

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** An environment that names an engine that is not there. */
export const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } as const;

/** Runs the real Vitest on a small project and waits for its end. */
export async function runVitest(files: ProjectFiles, { args = ['run'], env }: RunOptions = {}): Promise<RunResult> {
  const result = await runNode(files, [ofRunner('vitest/vitest.mjs'), ...args], env);
  return vitestMajor < 5 ? result : { ...result, output: asVitest4(result.output) };
}

/** Vitest 5 has another name for a time-out, and lists suites: what it says of a test is the same. */
const asVitest4 = (output: string): string => output.replaceAll('TestTimeoutError: ', 'Error: ').replace(/^ +❯ .* \(\d+\)\n/gm, '');

/** Runs Node on a small project, with the arguments of a runner, and waits for its end. */
export const runNode = (files: ProjectFiles, args: readonly string[], env?: RunOptions['env']): Promise<RunResult> => runProgram(files, runnerNode, args, env);

/** Runs a program on a small project and waits for its end. */
export async function runProgram(files: ProjectFiles, program: string, args: readonly string[], env: RunOptions['env'] = {}): Promise<RunResult> {
  const folder = await writeProject(files);
  // One file for both streams keeps their order, as a terminal does; two pipes would not.
  const terminal = await open(`${folder}.log`, 'w+');
  onTestFinished(() => rm(`${folder}.log`));
  const child = spawn(program, args, { cwd: folder, env: { ...environment(), ...env }, stdio: ['ignore', terminal.fd, terminal.fd] });
  const exitCode = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  await terminal.close();
  const output = await readFile(`${folder}.log`, 'utf8');
  const readAsIs = async (name: string): Promise<string> => readFile(await find(folder, name), 'utf8');
  return { exitCode, output: normalise(output, folder), read: async (name) => normalise(await readAsIs(name), folder), readAsIs, readBytes: async (name) => readFile(await find(folder, name)), left: async () => engineNames(basename(folder).toLowerCase()) };
}

async function find(folder: string, name: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const found = files.find((file) => file === name || file.endsWith(`/${name}`));
  if (found === undefined) throw new Error(`The run left no file ${name}; there are ${files.join(', ')}`);
  return join(folder, found);
}

/** Writes a project to a folder of its own, which is removed at the end of the test. */
export async function writeProject(files: ProjectFiles): Promise<string> {
  await mkdir(projects, { recursive: true });
  const folder = await mkdtemp(join(projects, 'shop-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  // With a package of its own, a project finds the installed package, not the repository around it.
  const manifest = JSON.stringify({ private: true, type: 'module' });
  for (const [path, text] of Object.entries({ 'package.json': manifest, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** What a run needs of this process's environment. The rest, as of the Vitest that runs this test, changes what Vitest prints. */
export function environment(): NodeJS.ProcessEnv {
  const needed = /^(PATH|HOME|TMPDIR|LANG|DOCKER_.*|SEAWORTHY_.*|.*_IMAGE)$/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => needed.test(name))), NO_COLOR: '1' };
}
