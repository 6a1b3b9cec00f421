import { expect, it } from 'vitest';
import { publicPorts, withPublicAddresses } from '../../../../src/engine/plan/public-address.ts';

it('fills the public address of a port in, reserved or fixed', () => {
  const service = { image: 'i', entrypoint: null, command: ['--at', '{public-host:1}:{public-port:2/udp}'], environment: { A: 'x {public:1} {public:y}', B: null }, ports: [{ target: 1, protocol: 'tcp' }, { target: 2, protocol: 'udp' }] };
  expect(publicPorts('s', service)).toEqual(['1/tcp', '2/udp']);
  const body = { Image: 'i', Cmd: service.command, Env: ['A=x {public:1} {public:y}', 'B'], HostConfig: { PortBindings: { '1/tcp': [{ HostIp: '::1', HostPort: '' }], '2/udp': [{ HostIp: '', HostPort: '53' }] } } };
  expect(withPublicAddresses(body, new Map([['1/tcp', 4000]]), '10.0.0.1')).toEqual({
    Image: 'i',
    Cmd: ['--at', '::1:53'],
    Env: ['A=x [::1]:4000 {public:y}', 'B'],
    HostConfig: { PortBindings: { '1/tcp': [{ HostIp: '::1', HostPort: '4000' }], '2/udp': [{ HostIp: '', HostPort: '53' }] } },
  });
});
