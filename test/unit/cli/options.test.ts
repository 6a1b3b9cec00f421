import { describe, expect, it } from 'vitest';
import { allCommands } from '../../../src/cli/commands.ts';
import type { Engine } from '../../../src/cli/engine.ts';
import type { Stack } from '../../../src/engine/lifecycle/stack.ts';
import { runProgram } from './run-program.ts';

/** Of what a command asks for, all that a test can compare: neither signals, nor streams, nor listeners. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, entry]) => typeof entry !== 'function' && !['signal', 'stdin', 'stdout', 'stderr'].includes(key));
  return Object.fromEntries(entries.map(([key, entry]) => [key, plain(entry)]));
};

interface Asked {
  readonly verb: string;
  readonly given: unknown;
}

const asking = async function* (): AsyncGenerator<never> {};

/** Takes down what a command asks of a stack, and answers as one that has no containers. */
const recording = (): { readonly engine: Engine; readonly asked: Asked[] } => {
  const asked: Asked[] = [];
  const note = (verb: string, given: readonly unknown[]): void => void asked.push({ verb, given: plain(given.filter((each) => each !== undefined)) });
  const answers: Readonly<Record<string, unknown>> = { exec: { exitCode: 0 }, run: { exitCode: 0 }, port: { host: '127.0.0.1', port: 1 }, runDetached: { id: '1' }, down: { containers: [], networks: [], volumes: [] } };
  const fields: Readonly<Record<string, unknown>> = { project: 'shop', services: { db: { containers: ['shop-db-1'] } }, warnings: [], then: undefined };
  const stack = new Proxy({} as Stack, {
    get: (_target, verb: string) =>
      verb in fields
        ? fields[verb]
        : (...given: readonly unknown[]) => {
            note(verb, given);
            return verb === 'followLogs' || verb === 'events' ? asking() : Promise.resolve(answers[verb] ?? []);
          },
  });
  const opening =
    (verb: string) =>
    (_source: unknown, options: unknown): Promise<Stack> => {
      note(verb, [options]);
      return Promise.resolve(stack);
    };
  return { asked, engine: { composeUp: opening('up'), openProject: opening('open') } };
};

/** What the last of the calls was given, which is the command's own. */
const lastAsked = async (line: string): Promise<Asked | undefined> => {
  const { asked, engine } = recording();
  const ended = await runProgram(['-p', 'shop', ...line.split(' ')], { commands: allCommands('1.2.3'), engine });
  expect(ended).toMatchObject({ code: 0 });
  return asked.at(-1);
};

describe('the options of a command', () => {
  it.each<[line: string, verb: string, given: unknown]>([
    ['up -d --no-recreate --no-deps --remove-orphans -V --scale db=2 --wait-timeout 7 db', 'up', [{ services: ['db'], timeoutMs: 7000, noRecreate: true, noDeps: true, removeOrphans: true, renewAnonVolumes: true, scale: { db: 2 } }]],
    ['up --wait --build --pull always --force-recreate', 'up', [{ build: true, pull: 'always', forceRecreate: true }]],
    ['down -v -t 3 --remove-orphans --rmi all', 'down', [{ volumes: true, timeoutMs: 3000, removeOrphans: true, rmi: 'all' }]],
    ['logs -n 5 --since 1970-01-01T00:00:01Z --until 1970-01-01T00:00:02Z -t db', 'logs', [{ services: ['db'], tail: 5, since: 1000, until: 2000, timestamps: true }]],
    ['logs -f --tail all', 'followLogs', [{}]],
    ['exec -d -u 12 -w /tmp -e A=1 --index 2 --privileged db true', 'execDetached', ['db', ['true'], { user: '12', workdir: '/tmp', env: { A: '1' }, index: 2, privileged: true }]],
    ['run --rm --no-deps -T -e A=1 -l b=2 -u 12 -w /tmp -v ./seed:/seed -P --entrypoint sh --name one --use-aliases db -c true', 'run', ['db', ['-c', 'true'], { entrypoint: ['sh'], env: { A: '1' }, labels: { b: '2' }, name: 'one', user: '12', workdir: '/tmp', volumes: ['./seed:/seed'], noDeps: true, servicePorts: true, useAliases: true, rm: true, tty: false }]],
    ['run -d --rm db true', 'runDetached', ['db', ['true'], { servicePorts: false, rm: true }]],
    ['down -v db cache', 'down', [{ services: ['db', 'cache'], volumes: true }]],
    ['run -T db', 'run', ['db', { servicePorts: false, rm: false, tty: false }]],
    ['restart -t 4 --no-deps db', 'restart', [['db'], { stopTimeoutMs: 4000, noDeps: true }]],
    ['stop -t 0', 'stop', [{ timeoutMs: 0 }]],
    ['kill -s SIGUSR1 db', 'kill', [['db'], { killSignal: 'SIGUSR1' }]],
    ['pull -q db', 'pull', [['db'], {}]],
    ['pull --ignore-pull-failures db', 'pull', [['db'], {}]],
    ['cp --index 2 db:/etc/passwd /tmp/passwd', 'cp', ['db:/etc/passwd', '/tmp/passwd', { index: 2 }]],
    ['port --protocol udp --index 2 db 53', 'port', ['db', 53, { protocol: 'udp', index: 2 }]],
    ['events --json db', 'events', [{ services: ['db'] }]],
  ])('are what the engine is asked for: %s', async (line, verb, given) => {
    expect(await lastAsked(line)).toEqual({ verb, given });
  });

  it.each([
    ['version', 'Seaworthy version 1.2.3\n'],
    ['version --short', '1.2.3\n'],
    ['version --format json', '{"version":"1.2.3"}\n'],
  ])('say how it prints: %s', async (line, data) => {
    expect(await runProgram(line.split(' '), { commands: allCommands('1.2.3') })).toEqual({ code: 0, data, messages: [] });
  });
});
