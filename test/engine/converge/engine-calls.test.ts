import { afterEach, expect, it, vi } from 'vitest';
import { up as composeUp } from '../../../src/compose.ts';
import { attach, up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { startCountingProxy } from '../../../bench/counting-proxy.mjs';

afterEach(() => void vi.unstubAllEnvs());

const web = { image: BUSYBOX, command: ['httpd', '-f', '-p', '80', '-h', '/tmp'], ports: ['80'] };
const services = { one: { ...web, volumes: ['files:/files'] }, two: web, three: web, four: web, five: web };

it('takes at most 30 requests to bring five services up and take them down', async () => {
  await using proxy = await startCountingProxy();
  vi.stubEnv('DOCKER_HOST', proxy.host);
  const stack = await up({ services, volumes: { files: {} } });
  const raised = proxy.taken();
  await stack.down({ volumes: true, timeoutMs: 0 });
  const removed = proxy.taken();
  expect(raised.filter((call) => call.startsWith('POST')).sort()).toEqual([
    ...Array.from({ length: 5 }, () => 'POST /containers/*/start'),
    ...Array.from({ length: 5 }, () => 'POST /containers/create'),
    'POST /networks/create', 'POST /volumes/create',
  ]);
  expect([...raised, ...removed].length, [...raised, ...removed].join('\n')).toBeLessThanOrEqual(30);
});

it('asks for no more than what there is when a running stack is brought up again, and changes nothing', async () => {
  await using proxy = await startCountingProxy();
  vi.stubEnv('DOCKER_HOST', proxy.host);
  const spec = { name: `counted-${String(process.pid)}`, services, volumes: { files: {} } };
  await using stack = await composeUp(spec);
  proxy.taken();
  const again = await composeUp(spec);
  expect([...proxy.taken()].sort()).toEqual(['GET /containers/json', 'GET /events', `GET /images/${BUSYBOX}/json`, 'GET /networks', 'GET /version', 'GET /volumes']);
  expect(again.snapshot()).toEqual(stack.snapshot());
  const attached = await attach(stack.project);
  expect([...proxy.taken()].sort()).toEqual(['GET /containers/json', 'GET /version']);
  expect(attached.snapshot()).toEqual(stack.snapshot());
});
