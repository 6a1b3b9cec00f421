import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import type { ContainerPlan } from '../plan/container-plan.ts';
import { isLoopback } from '../plan/loopback.ts';
import { firstBinding, isOpen, withPublicAddresses } from '../plan/public-address.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Where ports of another machine are taken from, since nobody here can see which are free: below those that its system gives out itself. */
const REMOTE_PORTS = [20_000, 32_000] as const;

const freeTcpPort = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const freeUdpPort = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4').once('error', reject);
    socket.bind(0, host, () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

const freePort = async (key: string, hostIp: string, engineHost: string): Promise<number> => {
  if (!isLoopback(engineHost)) return randomInt(...REMOTE_PORTS);
  const host = hostIp === '' ? '0.0.0.0' : hostIp;
  return await (key.endsWith('/udp') ? freeUdpPort(host) : freeTcpPort(host));
};

/**
 * A container's plan in which the public addresses that it has to know are decided: for each, a port that was free a moment
 * ago. Somebody else may still take it; the start then fails with PORT_IN_USE, and another has to be reserved.
 */
export const reservePorts = async (runtime: Runtime, plan: ContainerPlan): Promise<ContainerPlan> => {
  if (plan.publicPorts.length === 0) return plan;
  const open = plan.publicPorts.filter((key) => isOpen(firstBinding(plan.body, key)));
  const reserved = new Map(await Promise.all(open.map(async (key) => [key, await freePort(key, firstBinding(plan.body, key).HostIp, runtime.host)] as const)));
  return { ...plan, body: withPublicAddresses(plan.body, reserved, runtime.host) };
};

/** Whether another port may be tried when one is taken: it was reserved, not asked for by the spec. */
export const hasReserved = (plan: ContainerPlan): boolean => plan.publicPorts.some((key) => isOpen(firstBinding(plan.body, key)));
