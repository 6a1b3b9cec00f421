import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CorpusCase } from './corpus-case.ts';

/** The `docker-compose` that the corpus is compared with; a single binary that needs no engine for this. */
export const composeBinary: string | undefined = process.env['COMPOSE_BINARY'];

/** Those of many cases that are compared: every so many, or with COMPARE=all each. Their places stay what they are. */
export const chosen = <T>(cases: readonly T[], every: number): readonly T[] => (process.env['COMPARE'] === 'all' ? cases : cases.filter((_case, place) => place % every === 0));

/** What a case sees of the environment, in both loaders. */
export const environmentOf = (document: CorpusCase): Record<string, string> => ({ HOME: '/home/user', ...document.env });

/** Writes the files of a case. Returns the paths that the loaders are given. */
export const writeCase = async (document: CorpusCase, directory: string): Promise<readonly string[]> => {
  for (const [path, text] of Object.entries(document.files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return (document.load ?? [Object.keys(document.files)[0] ?? '']).map((path) => join(directory, path));
};

/** What the binary prints for a case, or why it refuses it. */
export const composeAnswer = async (document: CorpusCase, paths: readonly string[], flags: readonly string[]): Promise<{ readonly text: string } | { readonly refused: string }> => {
  const { failed, stdout, stderr } = await runConfig(document, paths, flags);
  return failed ? { refused: stderr.trim() } : { text: stdout };
};

/** The variables of which the binary says that they are not set, each once. */
export const composeUnset = async (document: CorpusCase, paths: readonly string[], flags: readonly string[]): Promise<ReadonlySet<string>> => {
  const { stderr } = await runConfig(document, paths, flags);
  return new Set([...stderr.matchAll(/The \\"(\w+)\\" variable is not set/g)].flatMap(([, name]) => name ?? []));
};

const runConfig = (document: CorpusCase, paths: readonly string[], flags: readonly string[]): Promise<{ readonly failed: boolean; readonly stdout: string; readonly stderr: string }> => {
  const files = paths.flatMap((path) => ['-f', path]);
  const profiles = (document.profiles ?? []).flatMap((profile) => ['--profile', profile]);
  const name = document.projectName === undefined ? [] : ['-p', document.projectName];
  // A process of Go's that lives for a moment: collecting garbage and starting threads is most of what it would do.
  const env = { GOGC: 'off', GOMAXPROCS: '1', ...environmentOf(document) };
  return new Promise((resolve) => {
    execFile(composeBinary ?? '', [...files, ...profiles, ...name, 'config', ...flags], { cwd: dirname(paths[0] ?? ''), env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ failed: error !== null, stdout, stderr });
    });
  });
};
