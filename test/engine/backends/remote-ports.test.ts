import { hostname } from 'node:os';
import { expect, it, onTestFinished, vi } from 'vitest';
import { up } from '../../../src/index.ts';
import { NGINX } from '../images.ts';
import { openSecondWay } from '../second-way.ts';

it('publishes ports on all addresses of an engine that is not on a loopback, and reaches them where the engine is', async () => {
  // Its name is not a loopback's, whatever it stands for.
  const host = hostname();
  await using way = await openSecondWay({ host, port: 0 });
  vi.stubEnv('DOCKER_HOST', `tcp://${host}:${String(way.port)}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  await using stack = await up({ name: 'remote-ports', services: { web: { image: NGINX, ports: ['80', '127.0.0.1:8080:81'], environment: { OWN: '{public:80}' } } } });
  const { web } = stack.services;
  expect(web.host).toBe(host);
  expect((await fetch(web.url(80))).status).toBe(200);
  expect((await web.inspect()).ports['80/tcp']).toContainEqual({ hostIp: '0.0.0.0', hostPort: web.port(80) });
  expect((await web.exec(['sh', '-c', 'echo "$OWN"'])).stdout).toBe(`${web.address(80)}\n`);
});
