/** @typedef {{ median: number, min: number, max: number, count: number }} Summary */

/**
 * @param {readonly number[]} values
 * @returns {Summary}
 */
export function summarise(values) {
  if (values.length === 0) throw new RangeError('There is nothing to summarise: no value was measured.');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ index) => /** @type {number} */ (sorted[index]);
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    min: at(0),
    max: at(sorted.length - 1),
    count: sorted.length,
  };
}

/**
 * Each value over its partner of the same round: what slows the machine down for a while slows both, and the ratio
 * stays what it is.
 *
 * @param {readonly number[]} values
 * @param {readonly number[]} floor
 * @returns {number[]}
 */
export function pairRatios(values, floor) {
  if (values.length !== floor.length) throw new RangeError(`${values.length} rounds cannot be held against ${floor.length}: each needs its partner.`);
  return values.map((value, round) => value / /** @type {number} */ (floor[round]));
}

/**
 * The order of a round, so that over the rounds nobody always comes after the same one.
 *
 * @template T
 * @param {readonly T[]} items
 * @param {number} round
 * @returns {T[]}
 */
export function rotated(items, round) {
  const shift = items.length === 0 ? 0 : round % items.length;
  return [...items.slice(shift), ...items.slice(0, shift)];
}
