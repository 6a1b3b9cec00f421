import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand } from './setup/run-command.mjs';
import { setUp } from './setup.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepsOn } from './setup/step.mjs';
import { engineHost } from './steps/engine-host.mjs';
import { root } from './steps/package.mjs';

const usage = 'Usage: npm run bench -- [--rounds N] [--json]\n  --rounds N  rounds that count, after one to warm up (default 7)\n  --json      print the numbers instead of the table; they are in .setup/bench.json anyway';

function readArguments() {
  try {
    const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } } });
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a whole number from 1, not "${values.rounds}".`);
    return { rounds, json: values.json };
  } catch (error) {
    throw new SetUpError(`${/** @type {Error} */ (error).message}\n${usage}`, { cause: error });
  }
}

/** @param {AbortSignal} signal */
async function bench(signal) {
  const { rounds, json } = readArguments();
  // With --json the standard output is for the numbers alone.
  const log = json ? console.error : console.log;
  // The package itself looks there for its engine.
  Object.assign(process.env, await setUp({ log, signal }));
  await stepsOn(log)('build', async (say) => {
    await runCommand('npx', ['tsdown'], { cwd: root, signal });
    say('dist built from src');
  });
  // Not before: what it is made of may only just have been installed.
  const [{ runBench }, { reportText }] = await Promise.all([import('../bench/run-bench.mjs'), import('../bench/report.mjs')]);
  const entry = pathToFileURL(join(root, 'dist/index.mjs')).href;
  const result = await runBench({ entry, host: engineHost(process.env), env: process.env, rounds, log, signal });
  const text = `${JSON.stringify(result, null, 2)}\n`;
  await mkdir(join(root, '.setup'), { recursive: true });
  await writeFile(join(root, '.setup/bench.json'), text);
  if (json) process.stdout.write(text);
  else log(`\n${reportText(result)}\n\nEvery single measurement: .setup/bench.json`);
}

const interrupt = new AbortController();
// Once: whoever insists ends it the hard way.
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => interrupt.abort(new SetUpError(`Ended by ${name}.`)));
try {
  await bench(interrupt.signal);
} catch (error) {
  const reason = interrupt.signal.aborted ? interrupt.signal.reason : error;
  console.error(reason instanceof SetUpError ? `\n${reason.message}` : reason);
  process.exitCode = 1;
}
