import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printableModel } from '../../../src/cli/printable-model.ts';
import { yamlDocument } from '../../../src/cli/yaml-text.ts';
import { resolveExactSpec } from '../../../src/engine/compose/resolve.ts';
import { SpecError } from '../../../src/errors.ts';
import { chosen, composeAnswer, composeBinary, environmentOf, writeCase } from '../engine/compose/corpus/comparison.ts';
import type { CorpusCase } from '../engine/compose/corpus/corpus-case.ts';
import { documentCorpus } from '../engine/compose/corpus/document-corpus.ts';
import { interpolationCorpus } from '../engine/compose/corpus/interpolation-corpus.ts';
import { knownDifferences, otherText } from '../engine/compose/corpus/known-differences.ts';
import { mergeCorpus } from '../engine/compose/corpus/merge-corpus.ts';
import { projectCorpus } from '../engine/compose/corpus/project-corpus.ts';
import { realWorldCorpus } from '../engine/compose/corpus/real-world-corpus.ts';
import { serviceCorpus } from '../engine/compose/corpus/service-corpus.ts';
import { shapeCorpus } from '../engine/compose/corpus/shape-corpus.ts';
import { textCorpus } from '../engine/compose/corpus/text-corpus.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seaworthy-text-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const ours = async (document: CorpusCase, paths: readonly string[]): Promise<string | undefined> => {
  const { profiles = [], projectName } = document;
  try {
    const { model } = await resolveExactSpec([...paths], { env: environmentOf(document), profiles, ...(projectName === undefined ? {} : { projectName }) });
    return yamlDocument(printableModel(model, { format: 'yaml', unused: false })).replaceAll('$', '$$$$');
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
};

// What both refuse, and the JSON of all of them, are compared where the models are: see differential.test.ts.
const groups = { texts: textCorpus, services: serviceCorpus, documents: documentCorpus, interpolation: interpolationCorpus, merging: mergeCorpus, projects: projectCorpus, shapes: shapeCorpus, 'real-world': realWorldCorpus };

describe.skipIf(composeBinary === undefined)('prints as YAML, byte for byte, what docker compose config prints (COMPOSE_BINARY names the docker-compose to compare with)', { timeout: 60_000 }, () => {
  for (const [group, cases] of Object.entries(groups)) {
    const compared = chosen(cases.filter(({ title }) => !knownDifferences.has(title) && !otherText.has(title)), 16).map((document, index) => ({ document, index, title: document.title }));
    it.concurrent.each(compared)(`${group}: $title`, async ({ document, index }) => {
      const paths = await writeCase(document, join(root, group, String(index)));
      const text = await ours(document, paths);
      if (text === undefined) return;
      expect({ text }).toEqual(await composeAnswer(document, paths, []));
    });
  }
});
