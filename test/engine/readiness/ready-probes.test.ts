import { expect, it } from 'vitest';
import { up } from '../../../src/index.ts';
import { BUSYBOX, NGINX, REDIS } from '../images.ts';

const refusal = async (spec: Parameters<typeof up>[0]): Promise<string> => await up(spec).then(() => 'no error', (error: unknown) => (error as Error).message);

it('waits for ports, answers, log lines, commands and ends, as x-seaworthy.ready asks', { timeout: 120_000 }, async () => {
  await using stack = await up({
    services: {
      web: { image: NGINX, ports: ['80'], 'x-seaworthy': { ready: [{ port: 80 }, { http: { port: 80, path: '/' } }, { http: { port: 80, path: '/not-there', status: [404, 410] } }] } },
      cache: { image: REDIS, 'x-seaworthy': { ready: { log: { pattern: '[Rr]eady to accept connections' } } } },
      late: { image: BUSYBOX, command: ['sh', '-c', 'for i in 1 2 3; do sleep 0.3; echo step $$i; done; touch /done; exec sleep 600'], stop_grace_period: '0s', 'x-seaworthy': { ready: [{ log: { text: 'step', times: 3 } }, { exec: 'test -e /done' }] } },
      job: { image: BUSYBOX, command: ['sh', '-c', 'sleep 0.3; exit 3'], 'x-seaworthy': { ready: { exit: 3 } } },
      // Ready by its own probe, without a healthcheck.
      after: { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s', depends_on: { late: { condition: 'service_healthy' } } },
    },
  });
  expect((await fetch(stack.services.web.url(80))).status).toBe(200);
  expect((await stack.services.late.logs()).map(({ text }) => text)).toEqual(['step 1', 'step 2', 'step 3']);
  expect((await stack.services.job.state()).exitCode).toBe(3);
  const at = (what: string, service: string): number => stack.timeline.find((entry) => entry.what === what && entry.service === service)!.atMs;
  expect(at('starting', 'after')).toBeGreaterThanOrEqual(at('ready', 'late'));
  // Started again, by the handle or by the stack, they are waited for in the same way.
  const steps = async (): Promise<number> => (await stack.services.late.logs()).length;
  await stack.services.late.restart();
  expect(await steps()).toBe(6);
  await stack.restart(['late', 'job']);
  expect(await steps()).toBe(9);
  expect((await stack.services.job.state()).exitCode).toBe(3);
  await stack.services.web.stop();
  await stack.services.web.start();
  expect((await fetch(stack.services.web.url(80))).status).toBe(200);
});

it('says what was seen last when a service that is started again does not become ready', { timeout: 120_000 }, async () => {
  // Its first start makes the file that keeps the second from saying that it is ready.
  const once = { image: BUSYBOX, command: ['sh', '-c', 'test -e /twice || echo ready; touch /twice; exec sleep 600'], stop_grace_period: '0s', 'x-seaworthy': { ready: { log: 'ready' } } };
  await using stack = await up({ services: { once } });
  const failure = await stack.services.once.restart({ timeoutMs: 10_000 }).then(() => 'no error', (error: unknown) => (error as Error).message);
  expect(failure.replace(stack.project, 'PROJECT')).toMatchInlineSnapshot(`
    "Service "once" was not ready within 10000 ms.
      phase       ready
      container   PROJECT-once-1
      last probe  no log line with "ready" yet
      log         last 1 line
        once | ready
      If it only needs more time, raise timeoutMs; else its probe and log say what it is missing."
  `);
});

it('says what was seen last when time runs out', { timeout: 120_000 }, async () => {
  const app = { image: BUSYBOX, command: ['sh', '-c', 'echo hello; exec httpd -f -p 80 -h /tmp'], ports: ['80'], stop_grace_period: '0s' };
  const last = async (ready: object): Promise<string> => {
    const message = await up({ services: { app: { ...app, 'x-seaworthy': { ready } as never } } }, { timeoutMs: 15_000 }).then(() => 'no error', (error: unknown) => (error as Error).message);
    return /last probe +(.*)/.exec(message)?.[1]?.replace(/:\d{5}/, ':PORT') ?? message;
  };
  expect(await Promise.all([last({ http: { port: 80, path: '/none' } }), last({ log: 'goodbye' }), last({ exec: ['sh', '-c', 'echo no; exit 2'] })])).toMatchInlineSnapshot(`
    [
      "GET http://127.0.0.1:PORT/none: status 404, expected one below 400",
      "0 of 1 log lines with "goodbye"; the last line was "hello"",
      "["sh","-c","echo no; exit 2"]: exit 2: no",
    ]
  `);
});

it('refuses probes that cannot be, before anything is created', async () => {
  const asking = (ready: unknown) => ({ services: { app: { image: BUSYBOX, ports: ['80'], 'x-seaworthy': { ready } as never } } });
  expect(await refusal(asking([{ port: 80, http: { port: 80 } }, { http: { port: 'x', path: 'y' } }, { logs: 'x' }, { exec: 'x', timeout: '5' }]))).toMatchInlineSnapshot(`
    "6 problems in the stack

    services.app.x-seaworthy.ready[0]: expected exactly one of port, http, log, exec, exit, found a mapping

    services.app.x-seaworthy.ready[1].http.port: expected a port number, found "x"

    services.app.x-seaworthy.ready[1].http.path: expected a path that begins with "/", found "y"

    services.app.x-seaworthy.ready[2].logs: unknown key; did you mean "log"?

    services.app.x-seaworthy.ready[2]: expected exactly one of port, http, log, exec, exit, found a mapping

    services.app.x-seaworthy.ready[3].timeout: expected a duration such as "500ms" or "2s", found "5""
  `);
  expect(await refusal(asking({ port: 81 }))).toMatchInlineSnapshot(`
    "1 problem in the stack

    services.app.x-seaworthy.ready.port: the service does not publish port 81, so it cannot be reached from here; add it to ports, or use exec"
  `);
  expect(await refusal(asking({ log: { pattern: '(' } }))).toMatchInlineSnapshot(`
    "1 problem in the stack

    services.app.x-seaworthy.ready.log.pattern: Invalid regular expression: /(/u: Unterminated group; correct the pattern, or look for a plain text"
  `);
  expect(await refusal(asking({ log: { times: 2 } }))).toMatchInlineSnapshot(`
    "1 problem in the stack

    services.app.x-seaworthy.ready.log: takes either text or pattern; give one of them"
  `);
  expect(await refusal(asking([{ exit: 0 }, { port: 80 }]))).toMatchInlineSnapshot(`
    "1 problem in the stack

    services.app.x-seaworthy.ready: a service that is ready when it has ended cannot be probed otherwise; leave exit alone in ready"
  `);
});
