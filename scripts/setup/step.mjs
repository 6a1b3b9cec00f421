/**
 * What a step says of itself: printed with its duration when it ends, or at once for one that takes long.
 *
 * @typedef {(text: string, options?: { now?: boolean }) => void} Say
 */

/** @typedef {<T>(name: string, work: (say: Say) => Promise<T>) => Promise<T>} Step */

/**
 * Steps that print one line each: what was done and how long it took.
 *
 * @param {(line: string) => void} log
 * @returns {Step}
 */
export function stepsOn(log) {
  return async (name, work) => {
    const start = performance.now();
    let done = '';
    const result = await work((text, { now = false } = {}) => {
      if (now) log(stepLine(name, `${text} ...`));
      else done = text;
    });
    log(stepLine(name, done, performance.now() - start));
    return result;
  };
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} [durationMs]
 */
export function stepLine(name, text, durationMs) {
  const took = durationMs === undefined ? '' : ` (${durationText(durationMs)})`;
  return `${name.padEnd(14)}${text}${took}`;
}

/** @param {number} durationMs */
function durationText(durationMs) {
  return durationMs < 995 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}
