import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeFile } from './compose-files.mjs';
import { rotated, summarise } from './statistics.mjs';

const small = 10;
const sizes = [125, 250, 500];
/** So many calls make the compiler's work on the code a thing of the past. */
const warmUps = 30;

/**
 * How long it takes to resolve a Compose file of usual size, and how that grows with its size. The sizes take turns.
 *
 * @param {string} entry file URL of the package's entry
 * @param {{ rounds: number, signal: AbortSignal }} options
 */
export async function measureResolve(entry, { rounds, signal }) {
  /** @type {typeof import('seaworthy/compose')} */
  const { config } = await import(new URL('./compose.mjs', entry).href);
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-bench-'));
  try {
    const fileOf = (/** @type {number} */ size) => join(folder, `${size}.yaml`);
    for (const size of [small, ...sizes]) await writeFile(fileOf(size), composeFile(size));
    const time = async (/** @type {number} */ size) => {
      const began = performance.now();
      const { services } = await config(fileOf(size), { env: {}, signal });
      const took = performance.now() - began;
      if (Object.keys(services).length !== size) throw new Error(`Of ${size} services, ${Object.keys(services).length} were resolved.`);
      return took;
    };
    for (let round = 0; round < warmUps; round += 1) await time(small);
    /** @type {Map<number, number[]>} */
    const valuesMs = new Map([small, ...sizes].map((size) => [size, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const size of rotated([small, ...sizes], round)) {
        const took = await time(size);
        if (round > 0) valuesMs.get(size)?.push(took);
      }
    }
    const of = (/** @type {number} */ size) => ({ services: size, valuesMs: valuesMs.get(size) ?? [], duration: summarise(valuesMs.get(size) ?? []) });
    return { small: of(small), sizes: sizes.map(of) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
