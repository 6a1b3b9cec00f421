import { expect, onTestFinished, test } from 'vitest';
import { awaitReadiness, checkReadiness } from '../../../../src/engine/container/await-readiness.ts';
import { connectRuntime } from '../../../../src/engine/runtime/connect.ts';
import type { ContainerFacts } from '../../../../src/engine/runtime/containers.ts';
import type { StartError } from '../../../../src/errors.ts';
import { startFakeEngine } from '../runtime/fake-engine.ts';

const facts: ContainerFacts = {
  id: 'c1', name: 'brief', imageId: 'i1', createdMs: 0, labels: {}, restartCount: 0, restartPolicy: 'no', tty: false, networks: {}, mounts: [], raw: {},
  state: { status: 'running', running: true, exitCode: 0, outOfMemory: false, error: '' },
  healthcheck: { test: ['CMD', 'true'] },
  ports: { '80/tcp': [{ hostIp: '127.0.0.1', hostPort: 9 }] },
};

const { id, name, healthcheck } = facts;

test.each([
  ['before its end can be waited for', 'healthy', facts],
  ['before its end can be waited for', 'ports', facts],
  ['before it can be looked at', 'healthy', null],
] as const)('one with rm that is gone %s has ended, also while it is waited for until it is %s', async (_when, ready, seen) => {
  const started = { id, name, healthcheck, facts: seen };
  const engine = await startFakeEngine((request, response) => {
    request.resume();
    response.writeHead(404).end('{"message":"No such container: c1"}');
  });
  onTestFinished(() => engine.close());
  const runtime = await connectRuntime({ kind: 'unix', path: engine.path });
  onTestFinished(() => runtime.close());
  const error = await awaitReadiness(runtime, started, { ready }, undefined).catch((reason: unknown) => reason as StartError);
  expect(error).toMatchObject({ name: 'StartError', code: 'SERVICE_EXITED' });
  // Whether a probe had time to fail is a matter of chance.
  expect(error?.message.replace(/ {2}last probe .*\n/, '')).toMatchInlineSnapshot(`
    "Container "brief" ended before it was ready.
      phase       ready
      It was removed, and its log with it: leave rm out of its spec to learn why. One that is meant to end is started without ready, and awaited with wait."
  `);
});

const prospect = { name: 'web', healthcheck: undefined, publishes: ['53/udp'] } as const;

test('what can never be ready in the way that is asked for is refused before it is there', () => {
  expect(() => checkReadiness(prospect, 'ports')).toThrowErrorMatchingInlineSnapshot(`
    [PortError: Container "web" is waited for until its ports accept, but it publishes no TCP port.
      Add ports: ['80'] to its spec, with the port that it listens on, or leave ready out.]
  `);
  expect(() => checkReadiness(prospect, 'healthy')).toThrowErrorMatchingInlineSnapshot(`
    [HealthError: Container "web" is waited for until it is healthy, but it has no healthcheck.
      Add a healthcheck to its spec, or leave ready out.]
  `);
  for (const ready of ['running', undefined] as const) checkReadiness(prospect, ready);
  checkReadiness({ ...prospect, publishes: ['53/udp', '80/tcp'] }, 'ports');
});
