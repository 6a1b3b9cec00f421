import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SpecError } from '../../../../src/errors.ts';
import { resolveSpec } from '../../../../src/engine/compose/resolve.ts';
import { generateStack, mutate } from './corpus/generated.ts';
import { Random } from './corpus/random.ts';
import { temporaryProject } from './temporary-project.ts';

/** How long the fuzzers run; a few seconds unless more is asked for. */
const fuzzMs = Number(process.env.FUZZ_SECONDS ?? '2') * 1000;

/** The outcome of a document that may be anything: a model or a SpecError, and nothing else. */
const outcomeOf = async (file: string, text: string | Uint8Array): Promise<unknown> => {
  await writeFile(file, text);
  try {
    return (await resolveSpec(file, { env: {} })).model;
  } catch (error) {
    if (error instanceof SpecError) return error.code;
    throw new Error(`not a SpecError for:\n${String(text)}`, { cause: error });
  }
};

describe('a stack', () => {
  it('is the same in whatever forms it is written', async () => {
    const directory = await temporaryProject({});
    for (let seed = 0; seed < 150; seed += 1) {
      const models: unknown[] = [];
      for (const [index, text] of generateStack(seed, 3).entries()) {
        const file = join(directory, `${String(index)}.yaml`);
        await writeFile(file, text);
        models.push((await resolveSpec(file, { env: {} })).model);
      }
      for (const model of models) expect(model, `seed ${String(seed)}`).toEqual(models[0]);
    }
  }, 60_000);
});

describe('a document that is not as it should be', () => {
  it('is accepted or refused, never anything else', async () => {
    const file = join(await temporaryProject({}), 'compose.yaml');
    const end = Date.now() + fuzzMs;
    let refused = 0;
    let tried = 0;
    for (let seed = 0; Date.now() < end || tried < 20; seed += 1, tried += 1) {
      const [text = ''] = generateStack(seed, 1);
      if (typeof (await outcomeOf(file, mutate(text, seed))) === 'string') refused += 1;
    }
    console.info(`${String(tried)} changed documents in ${String(fuzzMs / 1000)} s: ${String(refused)} refused with a SpecError, the others accepted`);
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(tried);
  }, fuzzMs + 30_000);

  it('may be any bytes', async () => {
    const file = join(await temporaryProject({}), 'compose.yaml');
    const end = Date.now() + fuzzMs;
    let seed = 0;
    for (; Date.now() < end || seed < 20; seed += 1) {
      const random = new Random(seed);
      const [text = ''] = generateStack(seed, 1);
      const bytes = Buffer.from(text);
      for (let change = 0; change < 1 + random.below(8); change += 1) bytes[random.below(bytes.length)] = random.below(256);
      const outcome = await outcomeOf(file, bytes.subarray(0, random.below(bytes.length + 1)));
      expect(['string', 'object']).toContain(typeof outcome);
    }
    console.info(`${String(seed)} documents with changed bytes in ${String(fuzzMs / 1000)} s`);
  }, fuzzMs + 30_000);
});
