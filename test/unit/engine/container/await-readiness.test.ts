import { expect, onTestFinished, test } from 'vitest';
import { awaitReadiness } from '../../../../src/engine/container/await-readiness.ts';
import { connectRuntime } from '../../../../src/engine/runtime/connect.ts';
import type { ContainerFacts } from '../../../../src/engine/runtime/containers.ts';
import { startFakeEngine } from '../runtime/fake-engine.ts';

const running: ContainerFacts = {
  id: 'c1', name: 'brief', imageId: 'i1', createdMs: 0, labels: {}, restartCount: 0, restartPolicy: 'no', tty: false, networks: {}, mounts: [], raw: {},
  state: { status: 'running', running: true, exitCode: 0, outOfMemory: false, error: '' },
  healthcheck: { test: ['CMD', 'true'] },
  ports: { '80/tcp': [{ hostIp: '127.0.0.1', hostPort: 9 }] },
};

test.each(['healthy', 'ports'] as const)('one with rm that is gone before its end can be waited for has ended, also while it is waited for until it is %s', async (ready) => {
  const engine = await startFakeEngine((request, response) => {
    request.resume();
    response.writeHead(404).end('{"message":"No such container: c1"}');
  });
  onTestFinished(() => engine.close());
  const runtime = await connectRuntime({ kind: 'unix', path: engine.path });
  onTestFinished(() => runtime.close());
  await expect(awaitReadiness(runtime, running, { ready }, undefined)).rejects.toThrowErrorMatchingInlineSnapshot(`[StartError: Could not read the log of container "c1": the engine answered 404, "No such container: c1". It was removed meanwhile, or never existed: correct the name, or create it again.]`);
});
