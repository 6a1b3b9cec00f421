import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { hostname } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { up } from '../../../src/index.ts';
import { NGINX } from '../images.ts';

/** The engine, at an address that is not a loopback's by its name. */
const engineAt = async (host: string): Promise<string> => {
  const socket = (process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock').replace('unix://', '');
  const server = createServer((client) => {
    const engine = connect(socket);
    client.pipe(engine).pipe(client);
    client.on('error', () => engine.destroy());
    engine.on('error', () => client.destroy());
  });
  await once(server.listen(0, host), 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return `tcp://${host}:${String(typeof address === 'object' ? address?.port : address)}`;
};

it('publishes ports on all addresses of an engine that is not on a loopback, and reaches them where the engine is', async () => {
  const before = process.env['DOCKER_HOST'];
  const host = hostname();
  process.env['DOCKER_HOST'] = await engineAt(host);
  onTestFinished(() => {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
  });
  await using stack = await up({ name: 'remote-ports', services: { web: { image: NGINX, ports: ['80', '127.0.0.1:8080:81'], environment: { OWN: '{public:80}' } } } });
  const { web } = stack.services;
  expect(web.host).toBe(host);
  expect((await fetch(web.url(80))).status).toBe(200);
  expect((await web.inspect()).ports['80/tcp']).toContainEqual({ hostIp: '0.0.0.0', hostPort: web.port(80) });
  expect((await web.exec(['sh', '-c', 'echo "$OWN"'])).stdout).toBe(`${web.address(80)}\n`);
});
