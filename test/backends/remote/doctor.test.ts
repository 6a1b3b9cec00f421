import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { doctorCommand } from '../../../src/cli/doctor-command.ts';
import { runCommandLine } from '../../../src/cli/run-command-line.ts';
import { noEngine } from '../../unit/cli/no-engine.ts';
import { canHavePodman, PrivatePodman } from '../private-podman.ts';

const SOCKET = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
const absent = canHavePodman();

const NOTHING = { isTerminal: false, open: () => Readable.from([]), raw: () => () => {} };

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as the program runs it. What differs from machine to machine is taken out. */
const doctor = async (...args: readonly string[]): Promise<Said> => {
  let stdout = '';
  let stderr = '';
  const message = (line: string): void => void (stderr += `${line}\n`);
  const screen = { isTerminal: false, coloured: false, columns: 80, rows: 24 };
  const output = { data: (text: string | Uint8Array) => void (stdout += String(text)), aside: (text: string | Uint8Array) => message(String(text)), message, warning: message, dataScreen: screen, asideScreen: screen };
  const { signal } = new AbortController();
  const code = await runCommandLine(['doctor', ...args], { commands: [doctorCommand], version: '0', output, input: NOTHING, interrupts: { signal, again: () => signal }, engine: noEngine });
  const tidy = (text: string): string => text.replaceAll(SOCKET, 'SOCKET').replaceAll(/(Engine|Podman) \d[\w.+-]*, API 1\.\d+, linux\/\w+/g, '$1 VERSION').replaceAll(/system( +).*/g, 'system$1SYSTEM');
  return { code, stdout: tidy(stdout), stderr };
};

describe('seaworthy doctor', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('ends with 1 where no engine answers, and says why each was not used', async () => {
    vi.stubEnv('SEAWORTHY_BACKEND', '/nowhere/docker.sock,tcp://127.0.0.1:1,nerdctl');
    expect(await doctor()).toMatchInlineSnapshot(`
      {
        "code": 1,
        "stderr": "No container engine answers. Start Docker or Podman, or point DOCKER_HOST or SEAWORTHY_BACKEND at an engine that runs.
      ",
        "stdout": "Engines: none answers
      Looked at without success:
          /nowhere/docker.sock (SEAWORTHY_BACKEND=/nowhere/docker.sock): there is no such socket (ENOENT)
          tcp://127.0.0.1:1 (SEAWORTHY_BACKEND=tcp://127.0.0.1:1): nothing listens there (ECONNREFUSED)
          nerdctl (SEAWORTHY_BACKEND=nerdctl): it has no Docker-compatible API socket
      ",
      }
    `);
    expect(JSON.parse((await doctor('--format', 'json')).stdout)).toHaveLength(3);
  });

  it('ends with 0 where one does', async () => {
    vi.stubEnv('SEAWORTHY_BACKEND', `${SOCKET},/nowhere/docker.sock`);
    expect(await doctor()).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "Engines:
      * SOCKET  (used)
          found by   SEAWORTHY_BACKEND=SOCKET
          engine     Docker Engine VERSION, as root
          system     SYSTEM
      Looked at without success:
          /nowhere/docker.sock (SEAWORTHY_BACKEND=/nowhere/docker.sock): there is no such socket (ENOENT)
      ",
      }
    `);
  });

  it('refuses a format that it does not know', async () => {
    expect((await doctor('--format', 'xml')).code).toBe(2);
  });

  describe.skipIf(absent !== undefined)(`with Docker and Podman${absent === undefined ? '' : ` (${absent})`}`, () => {
    let podman: PrivatePodman;
    beforeAll(async () => {
      podman = await PrivatePodman.create([]);
    });
    afterAll(() => podman[Symbol.asyncDispose]());

    it('shows both, and which is used', async () => {
      for (const name of ['CONTAINERS_CONF', 'CONTAINERS_STORAGE_CONF']) vi.stubEnv(name, podman.env[name]);
      vi.stubEnv('SEAWORTHY_BACKEND', `${SOCKET},podman:///usr/bin/podman`);
      expect(await doctor()).toMatchInlineSnapshot(`
        {
          "code": 0,
          "stderr": "",
          "stdout": "Engines:
        * SOCKET  (used)
            found by   SEAWORTHY_BACKEND=SOCKET
            engine     Docker Engine VERSION, as root
            system     SYSTEM
          podman:///usr/bin/podman
            found by   SEAWORTHY_BACKEND=podman:///usr/bin/podman
            engine     Podman VERSION, as root
            system     SYSTEM
        ",
        }
      `);
      const engines = JSON.parse((await doctor('--format', 'json')).stdout) as { readonly engine: string; readonly rootless: boolean }[];
      expect(engines.map(({ engine, rootless }) => [engine, rootless])).toEqual([['docker', false], ['podman', false]]);
    });
  });
});
