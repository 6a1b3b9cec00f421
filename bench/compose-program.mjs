import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Docker Compose as it is installed here.
 *
 * @typedef {object} ComposeProgram
 * @property {readonly [string, ...string[]]} command
 * @property {string} version
 */

/**
 * What COMPOSE_BINARY names; else the plugin of `docker`; else `docker-compose`.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<ComposeProgram | undefined>} undefined when there is none that knows `up --wait`
 */
export async function findCompose(env) {
  /** @type {[string, ...string[]][]} */
  const commands = env.COMPOSE_BINARY ? [[env.COMPOSE_BINARY]] : [['docker', 'compose'], ['docker-compose']];
  for (const command of commands) {
    const [program, ...args] = command;
    const answer = await run(program, [...args, 'version', '--short'], { env }).catch(() => undefined);
    const version = answer?.stdout.trim().replace(/^v/, '');
    if (version !== undefined && Number.parseInt(version, 10) >= 2) return { command, version };
  }
  return undefined;
}

/**
 * @param {ComposeProgram} compose
 * @param {import('./stacks.mjs').Spec} spec
 * @param {NodeJS.ProcessEnv} env
 */
export async function composeProject({ command: [program, ...leading] }, spec, env) {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-bench-'));
  const file = join(folder, 'compose.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify(spec));
  return {
    /**
     * @param {string} project
     * @param {readonly string[]} args
     * @param {{ signal?: AbortSignal | undefined }} options
     */
    run: (project, args, options) => runQuietly(program, [...leading, '--file', file, '--project-name', project, ...args], { env, ...options }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, signal?: AbortSignal | undefined }} options
 * @returns {Promise<void>}
 */
function runQuietly(program, args, { env, signal }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'], ...(signal && { signal }) });
    let printed = '';
    child.stderr.on('data', (chunk) => {
      printed += String(chunk);
    });
    child.on('error', (error) => {
      // An abort is told here, before the child has ended; nothing may be cleaned up while it still works.
      if (!signal?.aborted) reject(error);
    });
    child.on('close', (code) => {
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new Error(`\`${program} ${args.join(' ')}\` ended with ${code}:\n${printed.trim()}`));
    });
  });
}
