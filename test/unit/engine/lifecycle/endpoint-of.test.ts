import { expect, it } from 'vitest';
import { endpointOf } from '../../../../src/engine/lifecycle/endpoint-of.ts';
import type { ContainerFacts } from '../../../../src/engine/runtime/containers.ts';

const id = `db0cafe12345${'0'.repeat(52)}`;
const attached = (endpoint: object): ContainerFacts => ({ id, raw: { NetworkSettings: { Networks: { back: endpoint } } } }) as unknown as ContainerFacts;

it('keeps every alias but the short id, also one that an id begins with', () => {
  expect(endpointOf(attached({ Aliases: ['db', 'd', 'db0cafe12345', 'store'] }), 'back')).toEqual({ Aliases: ['db', 'd', 'store'] });
});

it('keeps addresses, links and driver options, and leaves out what is null', () => {
  const kept = { IPAMConfig: { IPv4Address: '10.9.0.9' }, DriverOpts: { 'com.docker.network.endpoint.ifname': 'back0' } };
  expect(endpointOf(attached({ Aliases: null, Links: null, ...kept }), 'back')).toEqual({ Aliases: [], ...kept });
});

it('has none for a network that the container is not on', () => {
  expect(endpointOf(attached({}), 'front')).toBeUndefined();
});
