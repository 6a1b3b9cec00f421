import { pairRatios, summarise } from './statistics.mjs';

/**
 * @typedef {object} Measured
 * @property {string} name
 * @property {import('./contenders.mjs').Contender['role']} role
 * @property {number[]} upMs one per round
 * @property {number[]} downMs
 */

/**
 * Holds every contender against the best of the floors.
 *
 * @param {readonly Measured[]} measured
 */
export function againstFloor(measured) {
  const totals = new Map(measured.map(({ name, upMs, downMs }) => [name, upMs.map((value, round) => value + /** @type {number} */ (downMs[round]))]));
  const totalOf = (/** @type {Measured} */ { name }) => /** @type {number[]} */ (totals.get(name));
  const medianOf = (/** @type {Measured} */ entry) => summarise(totalOf(entry)).median;
  const [floor] = measured.filter(({ role }) => role === 'floor').sort((a, b) => medianOf(a) - medianOf(b));
  if (floor === undefined) throw new Error('There is no floor among the contenders.');
  return {
    floor: floor.name,
    contenders: measured.map((entry) => ({
      ...entry,
      totalMs: totalOf(entry),
      ratios: pairRatios(totalOf(entry), totalOf(floor)),
      up: summarise(entry.upMs),
      down: summarise(entry.downMs),
      total: summarise(totalOf(entry)),
      ratio: summarise(pairRatios(totalOf(entry), totalOf(floor))),
    })),
  };
}
