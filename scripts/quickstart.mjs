import { setUp } from './setup.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepsOn } from './setup/step.mjs';
import { leftoverText, listResources, waitUntilNothingIsLeft } from './leftovers.mjs';
import { engineHost } from './steps/engine-host.mjs';
import { exampleFolder, installExample, runFailingExample } from './steps/example.mjs';
import { packPackage } from './steps/package.mjs';
import { runShown } from './steps/shown.mjs';

const log = console.log;
const title = (/** @type {string} */ text) => log(`\n--- ${text}\n`);

async function quickstart() {
  title('Set-up');
  const env = { ...process.env, ...(await setUp({ log })) };
  const step = stepsOn(log);
  await packPackage({ step });
  await installExample({ step });
  const host = engineHost(env);
  const before = await listResources(host);

  title('The tests of examples/vitest, on a real Postgres, a real Redis and a service built from source');
  const passing = await runShown('npm', ['test', '--silent'], { cwd: exampleFolder, env });
  if (passing.code !== 0) throw new SetUpError("The example's tests failed; what they printed is above.");

  title('One more test, which is meant to fail, to show what a failure looks like');
  const { faults } = await runFailingExample({ env });
  if (faults.length > 0) throw new SetUpError(`The test that is meant to fail did not fail as it should: ${faults.join('; ')}.`);

  title('Result');
  const left = await waitUntilNothingIsLeft({ host, before, alone: env.CI !== undefined });
  if (left.length > 0) throw new SetUpError(leftoverText(left));
  log("The example's tests passed. The other one failed as it should: with the assertion, and with what the services");
  log('wrote to their logs while it ran. The engine holds nothing of either run.');
  log('Next: read examples/vitest, or run the tests of this repository with `npm test`.');
}

try {
  await quickstart();
} catch (error) {
  console.error(error instanceof SetUpError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
