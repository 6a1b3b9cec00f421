import { execFileSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { up } from '../../src/index.ts';
import { requestText } from '../../scripts/setup/engine-request.mjs';
import { BUSYBOX } from '../engine/images.ts';
import { canHavePrivateEngine, PrivateEngine } from './private-engine.ts';

const subnetsOn = async (host: string): Promise<readonly string[]> => {
  const networks = JSON.parse((await requestText(host, '/networks')).text) as { IPAM: { Config: { Subnet: string }[] | null } }[];
  return networks.flatMap(({ IPAM }) => (IPAM.Config ?? []).map(({ Subnet }) => Subnet));
};

test.skipIf(!canHavePrivateEngine())('an engine whose address pools have run out takes more stacks all the same, on subnets that nobody uses', { timeout: 120_000 }, async () => {
  // Room for two networks besides the engine's own.
  await using engine = await PrivateEngine.start([BUSYBOX], { flags: ['--bip=172.31.255.1/24', '--default-address-pool=base=10.213.4.0/23,size=24'] });
  vi.stubEnv('DOCKER_HOST', engine.host);
  try {
    const networks = { a: {}, b: {}, c: {} };
    const services = { app: { image: BUSYBOX, command: ['sleep', '600'], networks: ['a', 'b', 'c'] } };
    const stacks = await Promise.all([up({ name: 'pools', services, networks }), up({ name: 'pools', services, networks })]);
    const subnets = await subnetsOn(engine.host);
    expect([subnets.length, new Set(subnets).size]).toEqual([7, 7]);
    const chosen = subnets.filter((subnet) => subnet.endsWith('/22'));
    expect(chosen).toHaveLength(4);
    for (const subnet of chosen) expect(execFileSync('ip', ['route', 'show', 'root', subnet], { encoding: 'utf8' }).trim()).toBe('');
    const refused: unknown = await up({ name: 'pools', services, networks: { ...networks, b: { ipam: { config: [{ subnet: subnets[0]! }] } } } }).catch((error: unknown) => error);
    expect((refused as Error).message).toContain('networks.b.ipam.config');
    await Promise.all(stacks.map((stack) => stack.down({ volumes: true, timeoutMs: 0 })));
    expect(await subnetsOn(engine.host)).toEqual(['172.31.255.0/24']);
  } finally {
    vi.unstubAllEnvs();
  }
});
