import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUSYBOX } from '../engine/images.ts';
import { installConsumer, type Consumer } from './consumer.ts';

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const name = `cli-${randomBytes(4).toString('hex')}`;
const binary = process.env['COMPOSE_BINARY'];

let consumer: Consumer;
let folder: string;
let program: string;

const compose = `
name: ${name}
services:
  web:
    image: ${BUSYBOX}
    command: [sh, -c, "echo listening; exec sleep 600"]
    init: true
    stop_grace_period: 0s
    ports: ["127.0.0.1::80"]
    depends_on: {db: {condition: service_healthy}}
    volumes: ["data:/data"]
  db:
    image: ${BUSYBOX}
    command: [sleep, "600"]
    init: true
    stop_grace_period: 0s
    healthcheck: {test: "true", interval: 60s}
  tool:
    profiles: [tools]
    build:
      args: {WORD: plain}
      dockerfile_inline: "FROM ${BUSYBOX}\\nARG WORD\\nRUN echo $$WORD > /word\\n"
  fails: {image: ${BUSYBOX}, profiles: [fails], command: [sh, -c, "echo broken; exit 3"]}
  slow: {image: ${BUSYBOX}, profiles: [slow], init: true, command: [sleep, "600"], healthcheck: {test: "false", interval: 60s, start_period: 600s}}
  ends: {image: ${BUSYBOX}, profiles: [ends], init: true, command: [sh, -c, "sleep 5; exit 4"]}
  once: {image: ${BUSYBOX}, profiles: [after], command: ["true"]}
  after: {image: ${BUSYBOX}, profiles: [after], init: true, command: [sleep, "600"], depends_on: {once: {condition: service_completed_successfully}}}
  chatty: {image: ${BUSYBOX}, profiles: [chatty], init: true, command: [sh, -c, "while :; do echo tick; sleep 0.2; done"]}
volumes: {data: {}}
`;

const options = () => ({ cwd: folder, env: { PATH: process.env['PATH'], HOME: folder, DOCKER_HOST: process.env['DOCKER_HOST'] } });

/** What differs from one run to the next is taken out of what was printed. */
const tidy = (text: string): string =>
  text
    .replaceAll(name, '<project>')
    .replaceAll(BUSYBOX, '<busybox>')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
    .replaceAll(/\b[0-9a-f]{12}([0-9a-f]{52})?\b/g, '<id>')
    .replaceAll(/\d+ seconds?( ago)?|Less than a second( ago)?|About a minute( ago)?|\d+ minutes?( ago)?/g, '<span>');

const run = (file: string, args: readonly string[], input = ''): Promise<Run> =>
  new Promise((resolve) => {
    const child = execFile(file, args, options(), (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout: tidy(stdout), stderr: tidy(stderr) }));
    child.stdin?.end(input);
  });

const seaworthy = (args: readonly string[], input?: string): Promise<Run> => run(program, args, input);

/** By name alone, as from another folder. */
const byName = (args: readonly string[], input?: string): Promise<Run> => seaworthy(['-p', name, ...args], input);

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** Starts the program, and interrupts it once it has printed a text. */
const interrupted = (args: readonly string[], after: string): Promise<Run> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { ...options(), stdio: ['ignore', 'pipe', 'pipe'] });
    const written = { stdout: '', stderr: '' };
    let sent = false;
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        written[stream] += chunk;
        if (sent || !`${written.stdout}${written.stderr}`.includes(after)) return;
        sent = true;
        child.kill('SIGINT');
      });
    }
    child.on('close', (code) => resolve({ code: code ?? -1, stdout: tidy(written.stdout), stderr: tidy(written.stderr) }));
  });

beforeAll(async () => {
  consumer = await installConsumer();
  program = join(consumer.folder, 'node_modules/.bin/seaworthy');
  folder = join(consumer.folder, 'shop');
  await mkdir(folder);
  await writeFile(join(folder, 'compose.yaml'), compose);
});
afterAll(async () => {
  // With its files, so that the image that was built is known.
  await seaworthy(['--profile', '*', 'down', '-v', '-t', '0', '--rmi', 'local', '--remove-orphans']);
  await consumer.remove();
});

describe('a project on the command line', () => {
  test('comes up, and says what it does', async () => {
    const { code, stdout, stderr } = await seaworthy(['up', '-d']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect([...lines(stderr)].sort()).toMatchInlineSnapshot(`
      [
        " db  <project>-db-1 created",
        " db  <project>-db-1 ready",
        " db  <project>-db-1 started",
        " db  <project>-db-1 starting",
        " web  <project>-web-1 created",
        " web  <project>-web-1 ready",
        " web  <project>-web-1 started",
        " web  <project>-web-1 starting",
        " web  waiting for db",
      ]
    `);
    expect(await seaworthy(['up', '-d', '--progress', 'quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('is listed by name alone, in the keys of docker compose', async () => {
    // Columns are as wide as the times in them, and the engine's own first look at the health comes a minute later.
    const table = (await byName(['ps'])).stdout.replaceAll(/ \(health: \w+\)| \(healthy\)/g, '').replaceAll(/ {2,}/g, '  ');
    expect(table).toMatchInlineSnapshot(`
      "NAME  IMAGE  COMMAND  SERVICE  CREATED  STATUS  PORTS
      <project>-db-1  <busybox>  "sleep 600"  db  <span>  Up <span>
      <project>-web-1  <busybox>  "sh -c 'echo listeni…"  web  <span>  Up <span>  127.0.0.1:<port>->80/tcp
      "
    `);
    expect(lines((await byName(['ps', '--services'])).stdout)).toEqual(['db', 'web']);
    const rows = lines((await byName(['ps', '--format', 'json'])).stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map(({ Name, Service, State, Health, ExitCode, Publishers }) => ({ Name, Service, State, Health, ExitCode, published: (Publishers as object[]).length }))).toEqual([
      { Name: '<project>-db-1', Service: 'db', State: 'running', Health: rows[0]?.['Health'], ExitCode: 0, published: 0 },
      { Name: '<project>-web-1', Service: 'web', State: 'running', Health: '', ExitCode: 0, published: 1 },
    ]);
    expect((await seaworthy(['ls'])).stdout).toContain('<project>');
  });

  test.skipIf(binary === undefined)('is listed as docker compose lists it', async () => {
    const ours = lines((await byName(['ps', '-a', '--format', 'json'])).stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    const theirs = lines((await run(binary ?? '', ['-p', name, 'ps', '-a', '--format', 'json'])).stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    // Labels are in no order there, and the health may have changed in between.
    const comparable = (row: Record<string, unknown>): object => ({ ...row, Labels: (row['Labels'] as string).split(',').sort(), Health: '', Status: '' });
    expect(ours.map(comparable)).toEqual(theirs.map(comparable));
    expect(ours.map((row) => Object.keys(row))).toEqual(theirs.map((row) => Object.keys(row)));
  });

  test('shows logs, ports, processes and images', async () => {
    expect(await byName(['logs', '--tail', '5', 'web'])).toEqual({ code: 0, stdout: 'web-1  | listening\n', stderr: '' });
    expect(await byName(['logs', '--no-log-prefix'])).toEqual({ code: 0, stdout: 'listening\n', stderr: '' });
    expect(await byName(['port', 'web', '80'])).toEqual({ code: 0, stdout: '127.0.0.1:<port>\n', stderr: '' });
    expect((await byName(['top', 'db'])).stdout).toContain('sleep 600');
    expect(JSON.parse((await byName(['images', 'db', '--format', 'json'])).stdout)).toMatchObject([{ ContainerName: '<project>-db-1' }]);
  });

  test('runs commands with their input, output and exit code', async () => {
    expect(await byName(['exec', '-T', '-e', 'A=1', '-w', '/tmp', 'web', 'sh', '-c', 'cat; echo "$A $PWD"; echo aside >&2; exit 7'], 'input\n')).toEqual({ code: 7, stdout: 'input\n1 /tmp\n', stderr: 'aside\n' });
    expect(await seaworthy(['run', '--rm', '--no-deps', '-T', '-e', 'A=2', 'web', 'sh', '-c', 'cat; echo "$A"; exit 5'], 'input\n')).toEqual({ code: 5, stdout: 'input\n2\n', stderr: '' });
    expect(await seaworthy(['exec', '-T', 'web', 'nothing-of-this-name'])).toMatchObject({ code: 126 });
  });

  test('copies files both ways', async () => {
    await writeFile(join(folder, 'seed'), 'seeds\n');
    expect(await byName(['cp', './seed', 'web:/data/seed'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await byName(['cp', 'web:/data/seed', './back'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(join(folder, 'back'), 'utf8')).toBe('seeds\n');
  });

  test('is paused, stopped, started and killed', async () => {
    const steps = [['pause', 'web'], ['unpause', 'web'], ['restart', '-t', '0', 'web'], ['stop', 'web'], ['start', 'web'], ['kill', '-s', 'TERM', 'web']];
    const results: string[] = [];
    for (const step of steps) {
      const { code, stdout, stderr } = await byName(step);
      results.push(`${step.join(' ')}: ${String(code)}${stdout}${lines(stderr).join(' ·')}`);
    }
    expect(results).toMatchInlineSnapshot(`
      [
        "pause web: 0 web  pausing · web  paused",
        "unpause web: 0 web  unpausing · web  unpaused",
        "restart -t 0 web: 0 web  restarting · web  ready",
        "stop web: 0 web  stopping · web  stopped",
        "start web: 0 web  starting · web  ready",
        "kill -s TERM web: 0 web  killing · web  killed",
      ]
    `);
    expect(await byName(['wait', 'web'])).toEqual({ code: 143, stdout: '143\n', stderr: '' });
    expect(lines((await byName(['ps', '--status', 'exited', '--services'])).stdout)).toEqual(['web']);
  });

  test('builds with arguments', async () => {
    const { code, stderr } = await seaworthy(['--profile', 'tools', 'build', '--build-arg', 'WORD=given', 'tool']);
    expect({ code, last: lines(stderr).at(-1) }).toEqual({ code: 0, last: ' tool  built' });
    expect(await seaworthy(['--profile', 'tools', 'run', '--rm', '-T', 'tool', 'cat', '/word'])).toMatchObject({ code: 0, stdout: 'given\n' });
  });

  test('refuses in one sentence what cannot be done', async () => {
    const attempts = [['exec', 'nope', 'ls'], ['port', 'web', '81'], ['up', '--wait', '--exit-code-from', 'web'], ['up', '-d', '--scale', 'web'], ['down', '--rmi', 'some'], ['stop', '--timout', '3'], ['logs', '--tail', 'few'], ['prune', '--all', '--label', 'x'], ['exec', 'web']];
    const results: string[] = [];
    for (const attempt of attempts) {
      const { code, stdout, stderr } = await seaworthy(attempt);
      results.push(`${attempt.join(' ')} → ${String(code)} ${stdout}${stderr}`);
    }
    expect(results.join('')).toMatchInlineSnapshot(`
      "exec nope ls → 1 Project "<project>" has no service "nope"; it has "web", "db".
      port web 81 → 1 Service "web" does not run, so none of its ports is published: its container <project>-web-1 is exited.
        Start it first, with start; its ports may be new then.
      up --wait --exit-code-from web → 2 --exit-code-from needs up to stay, so it cannot be given with --wait
      Run "seaworthy up --help" for what is possible.
      up -d --scale web → 2 --scale takes SERVICE=NUMBER, and was given "web"
      Run "seaworthy up --help" for what is possible.
      down --rmi some → 2 --rmi takes "local", "all", and was given "some"
      Run "seaworthy down --help" for what is possible.
      stop --timout 3 → 2 unknown option --timout; did you mean "--timeout"?
      Run "seaworthy stop --help" for what is possible.
      logs --tail few → 2 --tail takes a whole number, and was given "few"
      Run "seaworthy logs --help" for what is possible.
      prune --all --label x → 2 prune takes one of --project NAME, --label LABEL and --all
      Run "seaworthy prune --help" for what is possible.
      exec web → 2 exec takes SERVICE COMMAND [ARGUMENT...], and was given only "web"
      Run "seaworthy exec --help" for what is possible.
      "
    `);
  });
});

describe('an up on the command line', () => {
  test('that fails ends with 1, and leaves what was there', async () => {
    const { code, stdout, stderr } = await seaworthy(['--progress', 'quiet', '--profile', 'fails', 'up', '-d', 'fails']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('exited with code 3');
    expect(lines((await byName(['ps', '-a', '--services'])).stdout)).toEqual(['db', 'web']);
  });

  test('that is interrupted ends with 130, and removes what it made', async () => {
    const { code, stderr } = await interrupted(['--profile', 'slow', 'up', '-d', 'slow'], 'slow-1 started');
    expect({ code, last: lines(stderr).at(-1) }).toEqual({ code: 130, last: 'Interrupted by SIGINT.' });
    expect(lines((await byName(['ps', '-a', '--services'])).stdout)).toEqual(['db', 'web']);
  });

  test('that stays shows the log, and stops the stack when it is interrupted', async () => {
    const { code, stdout, stderr } = await interrupted(['up', '--force-recreate', 'web'], '| listening');
    expect({ code, stdout, last: lines(stderr).slice(-2) }).toEqual({ code: 130, stdout: 'web-1  | listening\n', last: ['Stopping; Ctrl-C again kills.', 'Interrupted by SIGINT.'] });
    expect((await byName(['ps', '--services'])).stdout).toBe('');
  });

  test('ends with the code of the container that counts', async () => {
    const { code, stderr } = await seaworthy(['--profile', 'ends', '--progress', 'quiet', 'up', '--exit-code-from', 'ends', 'ends']);
    expect({ code, stderr }).toEqual({ code: 4, stderr: '<project>-ends-1 ended with code 4; stopping the others\n' });
  });
});

describe('an up on the command line whose end is not its own', () => {
  test('ends with the code of a container that has ended before all is up', async () => {
    const { code, stderr } = await seaworthy(['--profile', 'after', '--progress', 'quiet', 'up', '--exit-code-from', 'once', 'after']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '<project>-once-1 ended with code 0; stopping the others\n' });
  });

  test('stops the stack when nobody reads its log any more', async () => {
    const { stdout, stderr } = await run('sh', ['-c', `{ "${program}" --profile chatty --progress quiet up -t 0 chatty; echo "ended with $?" >&2; } | head -2`]);
    expect({ stdout, stderr }).toEqual({ stdout: 'chatty-1  | tick\nchatty-1  | tick\n', stderr: 'Stopping; Ctrl-C again kills.\nended with 141\n' });
    expect((await byName(['ps', '--services'])).stdout).toBe('');
  });
});

describe('the end of a project on the command line', () => {
  test('removes it, and says so', async () => {
    const { code, stdout, stderr } = await byName(['down', '-v', '-t', '0']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect([...lines(stderr)].sort()).toMatchInlineSnapshot(`
      [
        " <project>  down",
        " <project>  going down",
        " Container <project>-after-1  removed",
        " Container <project>-chatty-1  removed",
        " Container <project>-db-1  removed",
        " Container <project>-ends-1  removed",
        " Container <project>-once-1  removed",
        " Container <project>-web-1  removed",
        " Network <project>_default  removed",
        " Volume <project>_data  removed",
      ]
    `);
    expect(await byName(['down', '--progress', 'quiet'])).toEqual({ code: 0, stdout: '', stderr: 'warning: there was nothing to remove for project "<project>"\n' });
  });

  test('is also a prune of what is left of it', async () => {
    await seaworthy(['up', '-d', '--progress', 'quiet', 'db']);
    expect(await seaworthy(['prune', '--project', name])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "Removed: 1 containers, 1 networks, 0 volumes.
      ",
        "stdout": "container <project>-db-1
      network <project>_default
      ",
      }
    `);
  });
});
