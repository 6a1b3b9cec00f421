import { expect, it } from 'vitest';
import { carryVolumes } from '../../../../src/engine/lifecycle/carry-volumes.ts';

const volume = (name: string, destination: string, writable = true) => ({ type: 'volume', name, source: '', destination, writable });

it('mounts by name what had none, of the spec and of the image, and writes it down', () => {
  const body = { Image: 'i', HostConfig: { Binds: ['/host:/bound:rw'], Mounts: [{ Type: 'volume', Target: '/own' }, { Type: 'volume', Source: 'named', Target: '/named' }] } } as const;
  const replaced = { mounts: [volume('v1', '/own', false), volume('v2', '/image'), volume('v3', '/bound'), volume('named', '/named'), volume('v4', '/gone')] };
  expect(carryVolumes(body, ['/image', '/bound', '/other'], replaced)).toEqual({
    Image: 'i',
    Labels: { 'seaworthy.anonymous-volumes': 'v1,v2' },
    HostConfig: { Binds: ['/host:/bound:rw'], Mounts: [{ Type: 'volume', Source: 'v1', Target: '/own', ReadOnly: true }, { Type: 'volume', Source: 'named', Target: '/named' }, { Type: 'volume', Source: 'v2', Target: '/image' }] },
  });
  expect(carryVolumes(body, [], { mounts: [] })).toBe(body);
});
