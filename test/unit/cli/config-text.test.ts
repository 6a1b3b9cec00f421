import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonDocument } from '../../../src/cli/json-text.ts';
import { printableModel } from '../../../src/cli/printable-model.ts';
import { yamlDocument } from '../../../src/cli/yaml-text.ts';
import { resolveSpec } from '../../../src/engine/compose/resolve.ts';
import { SpecError } from '../../../src/errors.ts';
import type { CorpusCase } from '../engine/compose/corpus/corpus-case.ts';
import { documentCorpus } from '../engine/compose/corpus/document-corpus.ts';
import { interpolationCorpus } from '../engine/compose/corpus/interpolation-corpus.ts';
import { knownDifferences } from '../engine/compose/corpus/known-differences.ts';
import { mergeCorpus } from '../engine/compose/corpus/merge-corpus.ts';
import { projectCorpus } from '../engine/compose/corpus/project-corpus.ts';
import { serviceCorpus } from '../engine/compose/corpus/service-corpus.ts';
import { textCorpus } from './text-corpus.ts';

/** The `docker-compose` that the texts are compared with; a single binary that needs no engine for this. */
const binary = process.env['COMPOSE_BINARY'];

/** Where the texts differ though the models are equal, and why. */
const otherText: ReadonlyMap<string, string> = new Map([['an empty list inside an extension', 'Compose prints it as null in JSON, which is another value']]);

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seaworthy-text-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const environmentOf = (document: CorpusCase): Record<string, string> => ({ HOME: '/home/user', ...document.env });

const write = async (directory: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
};

/** What the binary prints, or undefined where it refuses the document. */
const theirs = (document: CorpusCase, paths: readonly string[], directory: string, format: string): Promise<string | undefined> => {
  const files = paths.flatMap((path) => ['-f', path]);
  const profiles = (document.profiles ?? []).flatMap((profile) => ['--profile', profile]);
  const name = document.projectName === undefined ? [] : ['-p', document.projectName];
  return new Promise((resolve) => {
    execFile(binary ?? '', [...files, ...profiles, ...name, 'config', '--format', format], { cwd: directory, env: environmentOf(document) }, (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
  });
};

const ours = async (document: CorpusCase, paths: readonly string[], format: 'yaml' | 'json'): Promise<string | undefined> => {
  const { profiles = [], projectName } = document;
  try {
    const { model } = await resolveSpec([...paths], { env: environmentOf(document), profiles, ...(projectName === undefined ? {} : { projectName }) });
    const printed = printableModel(model, { format, unused: false });
    return (format === 'json' ? jsonDocument(printed) : yamlDocument(printed)).replaceAll('$', '$$$$');
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
};

const groups = { texts: textCorpus, services: serviceCorpus, documents: documentCorpus, interpolation: interpolationCorpus, merging: mergeCorpus, projects: projectCorpus };

describe.skipIf(binary === undefined)('prints, byte for byte, what docker compose config prints (set COMPOSE_BINARY to the docker-compose to compare with)', { timeout: 60_000 }, () => {
  for (const [group, cases] of Object.entries(groups)) {
    const compared = cases.filter(({ title }) => !knownDifferences.has(title) && !otherText.has(title)).map((document, index) => ({ document, index, title: document.title }));
    it.concurrent.each(compared)(`${group}: $title`, async ({ document, index }) => {
      const directory = join(root, group, String(index));
      await write(directory, document.files);
      const paths = (document.load ?? [Object.keys(document.files)[0] ?? '']).map((path) => join(directory, path));
      for (const format of ['yaml', 'json'] as const) expect(await ours(document, paths, format)).toBe(await theirs(document, paths, directory, format));
    });
  }
});
