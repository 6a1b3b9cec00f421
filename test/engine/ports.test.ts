import { createSocket } from 'node:dgram';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { requestText } from '../../scripts/setup/engine-request.mjs';
import { up as composeUp } from '../../src/compose.ts';
import { up } from '../../src/index.ts';
import { BUSYBOX } from './images.ts';

const engine = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

interface Inspected {
  readonly State: { readonly Running: boolean };
  readonly HostConfig: { readonly PortBindings: Readonly<Record<string, readonly { readonly HostPort: string }[]>> };
  readonly NetworkSettings: { readonly Ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>> };
}

/** A container as the engine has it, asked without any code of ours. */
const inspect = async (container: string): Promise<Inspected | undefined> => {
  const { status, text } = await requestText(engine, `/containers/${container}/json`);
  return status === 200 ? (JSON.parse(text) as Inspected) : undefined;
};

const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(50);
  }
};

const listening = (port: number): Promise<Server> => new Promise((resolve, reject) => {
  const server = createServer().once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
});

/** A service that says the address it was told. */
const broker = {
  image: BUSYBOX,
  ports: ['9092', '53/udp'],
  stop_grace_period: '0s',
  environment: { ADVERTISED: 'PLAINTEXT://{public:9092}', HOST_AND_PORT: '{public-host:9092} {public-port:9092}' },
  command: ['sh', '-c', 'echo "$$ADVERTISED|$$HOST_AND_PORT|$$0"; exec sleep 600', '{public:53/udp}'],
};

it('tells a service its own public address before it starts', { timeout: 120_000 }, async () => {
  await using stack = await up({ services: { broker } });
  const address = stack.services.broker.address(9092);
  const { host, port } = stack.snapshot().services['broker']!.ports['9092']!;
  expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(address).toBe(`${host}:${String(port)}`);
  expect((await stack.services.broker.logs()).map(({ text }) => text)).toEqual([`PLAINTEXT://${address}|${host} ${String(port)}|${stack.services.broker.address(53, 'udp')}`]);
  const before = stack.services.broker.port(9092);
  // A one-off container is told the same, unless it publishes the ports itself.
  const told = ['sh', '-c', 'echo $ADVERTISED $0', '{public-port:9092}'];
  expect((await stack.run('broker', told)).stdout).toBe(`PLAINTEXT://${address} ${String(before)}\n`);
  const own = (await stack.run('broker', told, { servicePorts: true })).stdout;
  expect(own).toMatch(/^PLAINTEXT:\/\/127\.0\.0\.1:(\d+) \1\n$/);
  expect(own).not.toContain(address);
  await stack.services.broker.stop();
  await expect(stack.run('broker', told)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [ExecError: A one-off container of service "broker" is to be told the public address of port 9092/tcp, which the service has only while it runs, and it does not.
      Start the service first, or run with servicePorts, so that the container publishes the ports itself.]
  `);
  await expect(stack.run('broker', ['{public:9093}'])).rejects.toThrowErrorMatchingInlineSnapshot(`
    [SpecError: 1 problem in the stack

    services.broker.command[0]: {public:9093} stands for the address of a port that the service does not publish; it publishes 9092/tcp, 53/udp]
  `);
  await stack.services.broker.start();
  await stack.services.broker.restart();
  expect(stack.services.broker.port(9092)).toBe(before);
});

it('reserves another port when the first is taken before the service starts', { timeout: 120_000 }, async () => {
  const name = `raced-${String(process.pid)}`;
  const gate = { image: BUSYBOX, command: ['nc', '-l', '-p', '7000'], ports: ['7000'], stop_grace_period: '0s' };
  const raising = up({ services: { gate, broker: { ...broker, depends_on: { gate: { condition: 'service_completed_successfully' } } } } }, { projectName: name });
  // The broker exists, and waits: whoever knows its port can take it.
  const port = await until(async () => Number((await inspect(`${name}-broker-1`))?.HostConfig.PortBindings['9092/tcp']?.[0]?.HostPort ?? NaN) || undefined);
  const thief = await listening(port);
  try {
    await until(async () => {
      const found = await inspect(`${name}-gate-1`);
      const gatePort = found?.NetworkSettings.Ports['7000/tcp']?.[0]?.HostPort;
      if (gatePort !== undefined) connect(Number(gatePort), '127.0.0.1').on('error', () => undefined).end();
      return gatePort === undefined && found?.State.Running === false && (await inspect(`${name}-broker-1`))?.State.Running === true ? true : undefined;
    });
    await using stack = await raising;
    expect(stack.services.broker.port(9092)).not.toBe(port);
    expect((await stack.services.broker.logs()).map(({ text }) => text)[0]).toContain(`PLAINTEXT://${stack.services.broker.address(9092)}|`);
  } finally {
    thief.close();
  }
});

/** Says its first argument, then sends every datagram back. */
const echo = "console.log(process.argv[1]); const s = require('dgram').createSocket('udp4'); s.on('message', (m, r) => s.send(m, r.port, r.address)); s.bind(53)";

it('has ranges, UDP and fixed ports as a project asks for them', { timeout: 120_000 }, async () => {
  const name = `ranged-${String(process.pid)}`;
  const first = 21_000 + (process.pid % 500) * 20;
  await using stack = await composeUp({
    name,
    services: {
      a: { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s', scale: 2, ports: [`127.0.0.1:${String(first)}-${String(first + 9)}:80`] },
      b: { image: process.env['NODE_IMAGE'] ?? 'node:20-alpine', command: ['node', '-e', echo, '{public:70}'], stop_grace_period: '0s', ports: [`127.0.0.1:${String(first + 10)}-${String(first + 11)}:70-71`, '127.0.0.1::53/udp'] },
    },
  });
  const ports = (await stack.ps()).filter(({ service }) => service === 'a').map(({ ports: [port] }) => port!.published);
  expect(new Set(ports).size).toBe(2);
  for (const port of ports) expect(port).toBeGreaterThanOrEqual(first);
  expect([stack.services['b'].port(70), stack.services['b'].port(71)]).toEqual([first + 10, first + 11]);
  const udp = stack.services['b'].port(53, 'udp');
  const echoed = new Promise<string>((resolve, reject) => {
    const socket = createSocket('udp4').once('error', reject);
    const again = setInterval(() => socket.send('ping', udp, '127.0.0.1'), 100);
    socket.once('message', (message) => {
      clearInterval(again);
      socket.close();
      resolve(message.toString());
    });
  });
  expect(await echoed).toBe('ping');
  expect((await stack.services['b'].logs()).map(({ text }) => text)).toEqual([`127.0.0.1:${String(first + 10)}`]);
});

it('refuses the address of a port that is not published', async () => {
  await expect(up({ services: { broker: { ...broker, ports: ['9093'] } } })).rejects.toThrowErrorMatchingInlineSnapshot(`
    [SpecError: 1 problem in the stack

    services.broker.environment.ADVERTISED: {public:9092} stands for the address of a port that the service does not publish; it publishes 9093/tcp]
  `);
});
