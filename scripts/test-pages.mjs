import { existsSync } from 'node:fs';
import { canInstallPackages, installPackages } from './setup/apt.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepsOn } from './setup/step.mjs';
import { root } from './steps/package.mjs';
import { runShown } from './steps/shown.mjs';

/** Looks at the pages that reporters write in Debian's Chromium, or in the browser that CHROMIUM names. */
const browser = process.env.CHROMIUM ?? '/usr/bin/chromium';

try {
  if (!existsSync(browser)) {
    if (!canInstallPackages()) throw new SetUpError(`There is no Chromium at ${browser}.\n  Install it, or name another one with CHROMIUM.`);
    await stepsOn(console.log)('Install Chromium', () => installPackages(['chromium', 'fonts-dejavu-core']));
  }
  const { code } = await runShown('npx', ['vitest', 'run', '--config', 'test/pages/vitest.config.ts', '--root', '.', ...process.argv.slice(2)], { cwd: root, env: { ...process.env, CHROMIUM: browser } });
  if (code !== 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof SetUpError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
