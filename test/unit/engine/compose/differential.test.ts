import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonDocument } from '../../../../src/cli/json-text.ts';
import { printableModel } from '../../../../src/cli/printable-model.ts';
import { SpecError } from '../../../../src/errors.ts';
import type { Model } from '../../../../src/engine/compose/model.ts';
import { resolveExactSpec } from '../../../../src/engine/compose/resolve.ts';
import { chosen, composeAnswer, composeBinary, environmentOf, writeCase } from './corpus/comparison.ts';
import type { CorpusCase } from './corpus/corpus-case.ts';
import { documentCorpus } from './corpus/document-corpus.ts';
import { generatedCorpus } from './corpus/generated.ts';
import { interpolationCorpus } from './corpus/interpolation-corpus.ts';
import { knownDifferences, otherText } from './corpus/known-differences.ts';
import { mergeCorpus } from './corpus/merge-corpus.ts';
import { asPrinted } from './corpus/printed.ts';
import { projectCorpus } from './corpus/project-corpus.ts';
import { realWorldCorpus } from './corpus/real-world-corpus.ts';
import { serviceCorpus } from './corpus/service-corpus.ts';
import { shapeCorpus } from './corpus/shape-corpus.ts';
import { syntaxCorpus } from './corpus/syntax-corpus.ts';
import { textCorpus } from './corpus/text-corpus.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seaworthy-corpus-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

/** The model that our loader makes of a case, or why it refuses it. */
const ours = async (document: CorpusCase, paths: readonly string[]): Promise<{ readonly model: Model } | { readonly refused: string }> => {
  try {
    const { profiles = [], projectName } = document;
    return await resolveExactSpec([...paths], { env: environmentOf(document), profiles, ...(projectName === undefined ? {} : { projectName }) });
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
  shapes: shapeCorpus,
  syntax: syntaxCorpus,
  'real-world': realWorldCorpus,
  generated: generatedCorpus,
  texts: textCorpus,
};

describe.skipIf(composeBinary === undefined)('resolves, and prints as JSON, what docker compose config does (COMPOSE_BINARY names the docker-compose to compare with)', { timeout: 60_000 }, () => {
  for (const [group, cases] of Object.entries(groups)) {
    describe(group, () => {
      it.concurrent.each(chosen(cases.map((document, index) => ({ document, index, title: document.title })), 8))('$title', async ({ document, index }) => {
        const paths = await writeCase(document, join(root, group, String(index)));
        const [expected, actual] = await Promise.all([composeAnswer(document, paths, ['--format', 'json']), ours(document, paths)]);
        if (knownDifferences.has(document.title)) return;
        if ('refused' in expected) {
          expect(actual, `docker compose refuses it: ${expected.refused}`).toHaveProperty('refused');
          return;
        }
        if (!('model' in actual)) throw new Error(`docker compose accepts it: ${actual.refused}`);
        if (otherText.has(document.title)) return;
        expect(asPrinted(actual.model)).toEqual(JSON.parse(expected.text));
        expect(jsonDocument(printableModel(actual.model, { format: 'json', unused: false })).replaceAll('$', '$$$$')).toBe(expected.text);
      });
    });
  }
});
