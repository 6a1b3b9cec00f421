import { afterAll, beforeAll, expect, test } from 'vitest';
import { up, type Stack } from '../../../src/index.ts';
import * as matchers from '../../../src/matchers/index.ts';
import { BUSYBOX, REDIS } from '../images.ts';

type Name = 'db' | 'web' | 'done' | 'flaky' | 'sick';

let stack: Stack<Record<Name, number>>;

beforeAll(async () => {
  stack = await up<Record<Name, number>>(
    {
      services: {
        db: { image: REDIS, ports: ['6379'], healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '1h' } },
        web: { image: BUSYBOX, command: ['sh', '-c', 'echo "GET / 200"; exec sleep 600'], ports: ['80', '53/udp'], environment: { DB_PASSWORD: 'hunter-22', DB_USER: 'app' }, secrets: ['token'] },
        done: { image: BUSYBOX, command: ['sh', '-c', 'echo migrating; echo "cannot migrate"; exit 3'], 'x-seaworthy': { ready: [{ exit: 3 }] } },
        flaky: { image: BUSYBOX, command: ['sh', '-c', 'echo begins; test -e /seen && exec sleep 600; : > /seen; sleep 0.2; exit 1'], restart: 'on-failure' },
        sick: { image: BUSYBOX, command: ['sh', '-c', ': > /well; exec sleep 600'], healthcheck: { test: ['CMD-SHELL', 'cat /well || { echo "no /well"; exit 1; }'], interval: '1h' } },
      },
      secrets: { token: { environment: 'TOKEN_OF_TEST' } },
    },
    { timeoutMs: 50_000, env: { TOKEN_OF_TEST: 'tok-12345678' } },
  );
});
afterAll(async () => {
  await (stack as typeof stack | undefined)?.down({ timeoutMs: 0 });
});

type Matcher = keyof typeof matchers;

/** The message of a matcher as a runner would show it, or `passes`. */
async function told(matcher: Matcher, service: unknown, args: readonly unknown[], not: 'not' | '' = ''): Promise<string> {
  const call = matchers[matcher] as (this: { isNot: boolean }, ...all: readonly unknown[]) => ReturnType<typeof matchers.toBeRunning> | ReturnType<typeof matchers.toHavePublished>;
  const { pass, message } = await call.call({ isNot: not === 'not' }, service, ...args);
  return pass === (not === '') ? 'passes' : message().replace(/\b(\d+\.){3}\d+(:\d+)?/, '<address>').replace(/( +db \| .*\n?)+/, '    db | <log of Redis>');
}

const once = { timeoutMs: 0 };

test('toBeRunning sees whether a container runs, and waits for one that is about to', async () => {
  const { web, done, flaky } = stack.services;
  expect(await told('toBeRunning', web, [])).toBe('passes');
  expect(await told('toBeRunning', flaky, [])).toBe('passes');
  expect(await told('toBeRunning', web, [once], 'not')).toMatchInlineSnapshot(`
    "Expected service "web" not to be running, but it is running.
      log  last 1 line
        web | GET / 200"
  `);
  expect(await told('toBeRunning', done, [{ timeoutMs: 200 }])).toMatchInlineSnapshot(`
    "Expected service "done" to be running, but it has exited with code 3 (looked for 200 ms).
      log  last 2 lines
        done | migrating
        done | cannot migrate"
  `);
  await web.pause();
  expect(await told('toBeRunning', web, [once])).toMatchInlineSnapshot(`
    "Expected service "web" to be running, but it is paused.
      log  last 1 line
        web | GET / 200"
  `);
  const unpaused = new Promise((resolve) => setTimeout(() => resolve(web.unpause()), 300));
  expect(await told('toBeRunning', web, [])).toBe('passes');
  await unpaused;
});

test('toHaveExited sees the exit code', async () => {
  const { web, done } = stack.services;
  expect(await told('toHaveExited', done, [])).toBe('passes');
  expect(await told('toHaveExited', done, [3])).toBe('passes');
  expect(await told('toHaveExited', web, [undefined, once], 'not')).toBe('passes');
  expect(await told('toHaveExited', done, [0, once])).toMatchInlineSnapshot(`
    "Expected service "done" to have exited with code 0, but it has exited with code 3.
      log  last 2 lines
        done | migrating
        done | cannot migrate"
  `);
  expect(await told('toHaveExited', done, [3, once], 'not')).toMatchInlineSnapshot(`
    "Expected service "done" not to have exited with code 3, but it has exited with code 3.
      log  last 2 lines
        done | migrating
        done | cannot migrate"
  `);
  expect(await told('toHaveExited', web, [undefined, once])).toMatchInlineSnapshot(`
    "Expected service "web" to have exited, but it is running.
      log  last 1 line
        web | GET / 200"
  `);
});

test('toBeHealthy runs the healthcheck itself, however long its interval', async () => {
  const { db, sick, web } = stack.services;
  expect(await told('toBeHealthy', db, [])).toBe('passes');
  expect(await told('toBeHealthy', db, [once], 'not')).toMatchInlineSnapshot(`
    "Expected service "db" not to be healthy, but its healthcheck passes.
      probe   PONG
      engine  says starting, by its own probes
      log     last 8 lines
        db | <log of Redis>"
  `);
  await sick.exec(['rm', '/well']);
  expect(await told('toBeHealthy', sick, [], 'not')).toBe('passes');
  expect(await told('toBeHealthy', sick, [once])).toMatchInlineSnapshot(`
    "Expected service "sick" to be healthy, but its healthcheck fails with exit code 1.
      probe   no /well
              cat: can't open '/well': No such file or directory
      engine  says starting, by its own probes
      log     empty"
  `);
  await sick.pause();
  expect(await told('toBeHealthy', sick, [once])).toMatchInlineSnapshot(`
    "Expected service "sick" to be healthy, but it is paused.
      log  empty"
  `);
  await sick.unpause();
  await expect(told('toBeHealthy', web, [])).rejects.toThrowErrorMatchingInlineSnapshot(`
    [MatcherError: toBeHealthy is about a healthcheck, and service "web" has none.
      Add a healthcheck to the service, or use toBeRunning().]
  `);
});

test('toHaveLogged looks at each line, and waits for one that is to come', async () => {
  const { web, done } = stack.services;
  expect(await told('toHaveLogged', web, ['GET / 200'])).toBe('passes');
  expect(await told('toHaveLogged', done, [/^cannot \w+$/g])).toBe('passes');
  expect(await told('toHaveLogged', done, ['migrating\ncannot'])).toBe('passes');
  expect(await told('toHaveLogged', web, ['POST'], 'not')).toBe('passes');
  expect(await told('toHaveLogged', web, [/get/, once])).toMatchInlineSnapshot(`
    "Expected service "web" to have logged /get/, but it is not in its only line.
      log  last 1 line
        web | GET / 200"
  `);
  expect(await told('toHaveLogged', web, [/get/i], 'not')).toMatchInlineSnapshot(`
    "Expected service "web" not to have logged /get/i, but it has.
      found  GET / 200
      log    last 1 line
        web | GET / 200"
  `);
  await web.exec(['sh', '-c', '(sleep 0.3; echo later > /proc/1/fd/1) > /dev/null 2>&1 &']);
  expect(await told('toHaveLogged', web, ['later'])).toBe('passes');
  expect(await told('toHaveLogged', web, ['GET', { since: new Date(), timeoutMs: 0 }])).toMatchInlineSnapshot(`
    "Expected service "web" to have logged "GET", but it has written nothing.
      log  last 2 lines
        web | GET / 200
        web | later"
  `);
});

test('toHavePublished knows the ports of a handle', async () => {
  const { web, done } = stack.services;
  expect(await told('toHavePublished', web, [80])).toBe('passes');
  expect(await told('toHavePublished', web, [53, 'udp'])).toBe('passes');
  expect(await told('toHavePublished', web, [81], 'not')).toBe('passes');
  expect(await told('toHavePublished', web, [81])).toMatchInlineSnapshot(`"Expected service "web" to have published port 81/tcp, but it publishes 53/udp, 80/tcp."`);
  expect(await told('toHavePublished', done, [80])).toMatchInlineSnapshot(`"Expected service "done" to have published port 80/tcp, but it publishes no ports."`);
  expect(await told('toHavePublished', web, [80], 'not')).toMatchInlineSnapshot(`"Expected service "web" not to have published port 80/tcp, but it answers on <address>."`);
});

test('toExec runs a command once, and again where a budget says so', async () => {
  const { db, web, done } = stack.services;
  expect(await told('toExec', db, [['redis-cli', 'ping'], { stdout: 'PONG' }])).toBe('passes');
  expect(await told('toExec', db, [['redis-cli', 'ping'], { stdout: /^P.NG$/m, stderr: '' }])).toBe('passes');
  expect(await told('toExec', db, [['redis-cli', 'ping'], { stdout: expect.stringContaining('ON') }])).toBe('passes');
  expect(await told('toExec', web, [['false'], { exitCode: 1 }])).toBe('passes');
  expect(await told('toExec', web, [['sh', '-c', 'echo out; echo err >&2; exit 2'], { stdout: 'out' }])).toMatchInlineSnapshot(`
    "Expected service "web" to run ["sh","-c","echo out; echo err >&2; exit 2"] with exit code 0, stdout "out", but it ended with exit code 2.
      stdout  out
      stderr  err"
  `);
  expect(await told('toExec', web, [['echo', 'a'], { stdout: expect.stringContaining('b'), stderr: /x/ }])).toMatchInlineSnapshot(`
    "Expected service "web" to run ["echo","a"] with exit code 0, stdout StringContaining "b", stderr /x/, but it ended with exit code 0.
      stdout  a
      stderr  (empty)"
  `);
  expect(await told('toExec', web, [['true']], 'not')).toMatchInlineSnapshot(`
    "Expected service "web" not to run ["true"] with exit code 0, but it ended with exit code 0.
      stdout  (empty)
      stderr  (empty)"
  `);
  await web.exec(['sh', '-c', '(sleep 0.3; touch /ready) > /dev/null 2>&1 &']);
  expect(await told('toExec', web, [['test', '-e', '/ready'], {}, { timeoutMs: 5000 }])).toBe('passes');
  await expect(told('toExec', done, [['true']])).rejects.toThrow('Service "done" is not running');
});

test('toReach connects from inside the container, with bash and with the nc of BusyBox', async () => {
  const { db, web } = stack.services;
  expect(await told('toReach', web, ['db', 6379])).toBe('passes');
  expect(await told('toReach', db, [db, 6379])).toBe('passes');
  expect(await told('toReach', web, ['db', 6380, once])).toMatchInlineSnapshot(`
    "Expected service "web" to reach db:6380, but it cannot.
      attempt  nc: can't connect to remote host (<address>): Connection refused"
  `);
  expect(await told('toReach', db, ['web', 8080, once])).toMatchInlineSnapshot(`
    "Expected service "db" to reach web:8080, but it cannot.
      attempt  bash: connect: Connection refused"
  `);
  expect(await told('toReach', web, ['nowhere', 80, once])).toMatchInlineSnapshot(`
    "Expected service "web" to reach nowhere:80, but it cannot.
      attempt  nc: bad address 'nowhere'"
  `);
  expect(await told('toReach', db, ['nowhere', 80, once])).toMatchInlineSnapshot(`
    "Expected service "db" to reach nowhere:80, but it cannot.
      attempt  bash: line 1: nowhere: Name or service not known"
  `);
  expect(await told('toReach', web, ['db', 6379, once], 'not')).toMatchInlineSnapshot(`"Expected service "web" not to reach db:6379, but it answers."`);
  await web.disconnect('default');
  expect(await told('toReach', web, ['db', 6379], 'not')).toBe('passes');
  await web.connect('default');
  expect(await told('toReach', web, ['db', 6379])).toBe('passes');
});

test('toHaveRestarted counts what the engine has restarted', async () => {
  const { flaky, web } = stack.services;
  expect(await told('toHaveRestarted', flaky, [1])).toBe('passes');
  expect(await told('toHaveRestarted', flaky, [])).toBe('passes');
  expect(await told('toHaveRestarted', web, [0])).toBe('passes');
  expect(await told('toHaveRestarted', flaky, [2, once])).toMatchInlineSnapshot(`
    "Expected service "flaky" to have been restarted 2 times, but it was restarted once.
      state  is running
      log    last 2 lines
        flaky | begins
        flaky | begins"
  `);
  expect(await told('toHaveRestarted', flaky, [0, once])).toMatchInlineSnapshot(`
    "Expected service "flaky" to have been restarted 0 times, but it was restarted once.
      state  is running
      log    last 2 lines
        flaky | begins
        flaky | begins"
  `);
  expect(await told('toHaveRestarted', web, [undefined, once])).toMatchInlineSnapshot(`
    "Expected service "web" to have been restarted, but it was never restarted.
      state  is running
      log    last 2 lines
        web | GET / 200
        web | later"
  `);
});

test('leaves the values of secret variables and of secrets out of its messages', async () => {
  const { web } = stack.services;
  const text = 'user app, password hunter-22 and hunter%2D22, token tok-12345678';
  await web.exec(['sh', '-c', 'echo "$0" > /proc/1/fd/1', text]);
  expect(await told('toHaveLogged', web, ['user app'])).toBe('passes');
  const message = await told('toHaveLogged', web, ['user app'], 'not');
  expect(message.split('\n').filter((line) => line.includes('user app'))).toMatchInlineSnapshot(`
    [
      "Expected service "web" not to have logged "user app", but it has.",
      "  found  user app, password [redacted] and hunter%2D22, token [redacted]",
      "    web | user app, password [redacted] and hunter%2D22, token [redacted]",
    ]
  `);
  expect(await told('toExec', web, [['sh', '-c', 'echo $DB_PASSWORD; cat /run/secrets/token'], { stdout: 'x' }])).toMatchInlineSnapshot(`
    "Expected service "web" to run ["sh","-c","echo $DB_PASSWORD; cat /run/secrets/token"] with exit code 0, stdout "x", but it ended with exit code 0.
      stdout  [redacted]
              [redacted]
      stderr  (empty)"
  `);
});

test('says what it was given in place of a service, or of an argument', async () => {
  const { web } = stack.services;
  const misused = async (matcher: Matcher, received: unknown, ...args: unknown[]): Promise<string> => {
    try {
      return await told(matcher, received, args, 'not');
    } catch (error) {
      return `${(error as { code: string }).code}: ${(error as Error).message}`;
    }
  };
  const answers = [
    await misused('toBeRunning', stack),
    await misused('toBeRunning', stack.snapshot()),
    await misused('toBeRunning', undefined),
    await misused('toBeRunning', Promise.resolve(web)),
    await misused('toBeRunning', 'web'),
    await misused('toBeRunning', web, { timeoutMs: Number.NaN }),
    await misused('toHaveExited', web, '0'),
    await misused('toHaveLogged', web, ''),
    await misused('toHaveLogged', web, 1),
    await misused('toHavePublished', web, '80'),
    await misused('toExec', web, 'redis-cli ping'),
    await misused('toExec', web, ['true'], { stdout: 1 }),
    await misused('toReach', web, undefined, 80),
    await misused('toReach', web, 'db'),
    await misused('toHaveRestarted', web, -1),
  ];
  expect(answers.join('\n')).toMatchInlineSnapshot(`
    "MATCHER_MISUSED: toBeRunning is about a service, and expect() got a stack.
      Pass one of its services: stack.services.db, stack.services.web, stack.services.done, stack.services.flaky, stack.services.sick.
    MATCHER_MISUSED: toBeRunning is about a service, and expect() got the plain data of a stack.
      Take handles with injectStack(), and pass one of their services.
    MATCHER_MISUSED: toBeRunning is about a service, and expect() got undefined.
      Pass a service of a stack: expect(stack.services.db).
    MATCHER_MISUSED: toBeRunning is about a service, and expect() got a promise.
      Await it first.
    MATCHER_MISUSED: toBeRunning is about a service, and expect() got "web".
      Pass a service of a stack: expect(stack.services.db).
    MATCHER_MISUSED: toBeRunning got timeoutMs: NaN.
      Give it in milliseconds, 0 to look once.
    MATCHER_MISUSED: toHaveExited got the exit code "0".
      Give a whole number, or nothing for any code.
    MATCHER_MISUSED: toHaveLogged got an empty text, which is in every line.
      Give a text, or a regular expression.
    MATCHER_MISUSED: toHaveLogged got 1 to look for.
      Give a text, or a regular expression.
    MATCHER_MISUSED: toHavePublished got the port "80".
      Give the container port as a number, 1 to 65535.
    MATCHER_MISUSED: toExec got the command "redis-cli ping".
      Give the program and its arguments as a list: ['redis-cli', 'ping'].
    MATCHER_MISUSED: toExec got stdout: 1.
      Give a text, a regular expression, or a pattern as expect.stringContaining().
    MATCHER_MISUSED: toReach got undefined as the service to reach.
      Give its name, or its handle: toReach('db', 5432).
    MATCHER_MISUSED: toReach got the port undefined.
      Give the port inside the other container as a number, 1 to 65535.
    MATCHER_MISUSED: toHaveRestarted got the number -1.
      Give a whole number, 0 or more, or nothing for at least once."
  `);
});
