import { setTimeout as sleep } from 'node:timers/promises';
import { againstFloor } from './against-floor.mjs';
import { checkAnswers } from './check-answers.mjs';
import { createContenders } from './contenders.mjs';
import { rotated } from './statistics.mjs';

/** What an engine does after its answer is not to be paid by whoever comes next. */
const settleMs = 200;

/**
 * Takes the stacks up and down in turns: in each round every contender once, so that what else the machine does falls on
 * all of them. The first round warms up and is not counted; it is the one in which the stacks are looked at.
 *
 * @param {readonly import('./stacks.mjs').BenchStack[]} stacks
 * @param {Omit<Parameters<typeof createContenders>[1], 'signal'> & { rounds: number, projectPrefix: string, log: (line: string) => void, signal: AbortSignal }} options
 */
export async function measureStacks(stacks, { rounds, projectPrefix, log, ...means }) {
  const { client, signal } = means;
  const measured = [];
  for (const { key, title, spec } of stacks) {
    const contenders = await createContenders(spec, means);
    const results = contenders.map(({ name, role }) => ({ name, role, upMs: /** @type {number[]} */ ([]), downMs: /** @type {number[]} */ ([]) }));
    try {
      for (let round = 0; round <= rounds; round += 1) {
        log(`${key}: ${round === 0 ? 'warm-up' : `round ${round} of ${rounds}`}`);
        for (const contender of rotated(contenders, round)) {
          const index = contenders.indexOf(contender);
          const project = `${projectPrefix}${key}-${round}-${index}`;
          const { upMs, downMs } = await measureOnce(contender, project, round === 0 ? () => checkAnswers(client, project, spec, { signal }) : undefined);
          if (round > 0) {
            results[index]?.upMs.push(upMs);
            results[index]?.downMs.push(downMs);
          }
          await sleep(settleMs, undefined, { signal });
        }
      }
    } finally {
      for (const { end } of contenders) await end?.();
    }
    measured.push({ key, title, ...againstFloor(results) });
  }
  return measured;
}

/**
 * @param {import('./contenders.mjs').Contender} contender
 * @param {string} project
 * @param {(() => Promise<void>) | undefined} look
 */
async function measureOnce(contender, project, look) {
  const started = performance.now();
  const down = await contender.up(project);
  const upMs = performance.now() - started;
  await look?.();
  const leaving = performance.now();
  await down();
  return { upMs, downMs: performance.now() - leaving };
}
