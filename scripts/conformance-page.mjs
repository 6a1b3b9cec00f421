import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes docs/conformance.md from what the conformance suite saw: one file for each engine it ran on since the folder was
 * emptied. Run the suite first: npm run test:backends does both.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.setup/conformance');
const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
const engines = (await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8'))))).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));

// A page with a column less would say nothing of the engine that was not seen.
const wanted = 4;
if (engines.length < wanted) {
  console.error(`The suite ran on ${engines.length} of ${wanted} engines: ${engines.map(({ name }) => name).join(', ') || 'none'}. docs/conformance.md stays as it was.`);
  process.exit(1);
}

const words = (/** @type {string} */ capability) => capability.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('ipc and pid', 'IPC and PID').replace('selinux', 'SELinux');
const row = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
const capabilities = Object.keys(engines[0].results);

await writeFile(
  join(root, 'docs/conformance.md'),
  [
    '# Conformance',
    '',
    'What the conformance suite (`test/backends/conformance`) saw, written by `npm run test:backends`. The levels are those of',
    '[backends.md](backends.md); `not seen` means that the machine of the run could not show it, whatever the engine: a machine',
    'that withholds rights from its own root has none to give to a privileged container, but for the root of a user namespace.',
    '',
    row(['', ...engines.map(({ name }) => name)]),
    row(['---', ...engines.map(() => '---')]),
    row(['API', ...engines.map(({ apiVersion }) => apiVersion)]),
    row(['storage', ...engines.map(({ storageDriver }) => storageDriver)]),
    ...capabilities.map((capability) => row([words(capability), ...engines.map(({ results }) => results[capability] ?? 'not seen')])),
    '',
  ].join('\n'),
);
