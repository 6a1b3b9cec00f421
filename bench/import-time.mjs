import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { summarise } from './statistics.mjs';

const run = promisify(execFile);

/**
 * How long a process that starts fresh takes to import the package.
 *
 * @param {string} url of its entry
 * @param {{ rounds: number, signal: AbortSignal }} options
 */
export async function measureImport(url, { rounds, signal }) {
  const code = `const before = performance.now(); await import(${JSON.stringify(url)}); console.log(performance.now() - before);`;
  const valuesMs = [];
  for (let round = 0; round <= rounds; round += 1) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { signal });
    if (round > 0) valuesMs.push(Number(stdout));
  }
  return { valuesMs, duration: summarise(valuesMs) };
}
