import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SpecError } from '../../../../src/errors.ts';
import { resolveSpec } from '../../../../src/engine/compose/resolve.ts';
import type { CorpusCase } from './corpus/corpus-case.ts';
import { documentCorpus } from './corpus/document-corpus.ts';
import { generatedCorpus } from './corpus/generated.ts';
import { interpolationCorpus } from './corpus/interpolation-corpus.ts';
import { mergeCorpus } from './corpus/merge-corpus.ts';
import { knownDifferences } from './corpus/known-differences.ts';
import { projectCorpus } from './corpus/project-corpus.ts';
import { serviceCorpus } from './corpus/service-corpus.ts';
import { asPrinted } from './corpus/printed.ts';

/** The `docker-compose` that the corpus is compared with; a single binary that needs no engine for this. */
const binary = process.env.COMPOSE_BINARY;

/** What a loader made of a case: the model, or that it refused. */
type Outcome = { readonly model: unknown } | { readonly refused: string };

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seaworthy-corpus-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const write = async (directory: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
};

const environmentOf = (document: CorpusCase): Record<string, string> => ({ HOME: '/home/user', ...document.env });

const theirs = (document: CorpusCase, paths: readonly string[], directory: string): Promise<Outcome> => {
  const files = paths.flatMap((path) => ['-f', path]);
  const profiles = (document.profiles ?? []).flatMap((profile) => ['--profile', profile]);
  const name = document.projectName === undefined ? [] : ['-p', document.projectName];
  return new Promise((resolve) => {
    execFile(binary ?? '', [...files, ...profiles, ...name, 'config', '--format', 'json'], { cwd: directory, env: environmentOf(document) }, (error, stdout, stderr) => {
      resolve(error === null ? { model: JSON.parse(stdout) as unknown } : { refused: stderr.trim() });
    });
  });
};

const ours = async (document: CorpusCase, paths: readonly string[]): Promise<Outcome> => {
  try {
    const { profiles = [], projectName } = document;
    const resolved = await resolveSpec([...paths], { env: environmentOf(document), profiles, ...(projectName === undefined ? {} : { projectName }) });
    return { model: asPrinted(resolved.model) };
  } catch (error) {
    if (error instanceof SpecError) return { refused: error.message };
    throw error;
  }
};

const groups = {
  services: serviceCorpus,
  documents: documentCorpus,
  interpolation: interpolationCorpus,
  merging: mergeCorpus,
  projects: projectCorpus,
  generated: generatedCorpus,
};

describe.skipIf(binary === undefined)('resolves as docker compose config does (set COMPOSE_BINARY to the docker-compose to compare with)', () => {
  for (const [group, cases] of Object.entries(groups)) {
    describe(group, () => {
      it.concurrent.each(cases.map((document, index) => ({ document, index, title: document.title })))('$title', async ({ document, index }) => {
        const directory = join(root, group, String(index));
        await write(directory, document.files);
        const paths = (document.load ?? [Object.keys(document.files)[0] ?? '']).map((path) => join(directory, path));
        const [expected, actual] = [await theirs(document, paths, directory), await ours(document, paths)];
        if (knownDifferences.has(document.title)) return;
        if ('refused' in expected) expect(actual, `docker compose refuses it: ${expected.refused}`).toHaveProperty('refused');
        else expect(actual).toEqual(expected);
      });
    });
  }
});
