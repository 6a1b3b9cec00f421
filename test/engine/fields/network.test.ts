import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up, type Stack } from '../../../src/index.ts';
import { freeSubnets } from './free-subnets.ts';
import { BUSYBOX } from '../images.ts';
import { raw, say } from './in-container.ts';
import { askEngine } from './ask-engine.ts';

const sleep = { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s' };

describe('the networks of a stack', () => {
  let stack: Stack;
  let subnet: string;
  let prefix: string;
  beforeAll(async () => {
    [subnet] = await freeSubnets(1);
    prefix = subnet.replace(/\.0\/24$/, '');
    stack = await up({
      services: {
        web: {
          ...sleep,
          hostname: 'front',
          networks: {
            back: { priority: 10, aliases: ['www', 'api'], ipv4_address: `${prefix}.77`, ipv6_address: 'fd5e:a:b::77', mac_address: '02:42:ac:11:65:43', driver_opts: { 'org.test': 'x' } },
            side: { aliases: ['aside'] },
          },
          dns: ['10.9.8.7'],
          dns_search: ['harbour.test'],
          dns_opt: ['ndots:3'],
          extra_hosts: ['lighthouse=10.1.2.3', 'buoy:10.1.2.4', 'host.test:host-gateway', 'six=[fd00::6]'],
          expose: ['9000', '9100-9101/udp'],
          ports: ['80', '127.0.0.1::81', { target: 53, protocol: 'udp' }, { target: 90, host_ip: '127.0.0.2', mode: 'host', name: 'ninety', app_protocol: 'http' }],
        },
        probe: { ...sleep, networks: ['back'], links: ['web:linked'], depends_on: ['web'] },
        hermit: { ...sleep, networks: ['inside'], mac_address: '02:42:ac:11:65:44' },
      },
      networks: {
        back: {
          driver: 'bridge',
          driver_opts: { 'com.docker.network.driver.mtu': 1400 },
          enable_ipv4: true,
          enable_ipv6: true,
          attachable: true,
          labels: { 'org.port': 'hamburg' },
          ipam: { driver: 'default', config: [{ subnet, ip_range: `${prefix}.64/26`, gateway: `${prefix}.65`, aux_addresses: { printer: `${prefix}.66` } }, { subnet: 'fd5e:a:b::/64' }] },
        },
        side: {},
        inside: { internal: true },
      },
    });
  }, 120_000);
  afterAll(async () => await stack[Symbol.asyncDispose]());

  const of = (name: string) => stack.services[name]!;
  const network = async (key: string) => await askEngine(`/networks/${stack.project}_${key}`);

  it('are created with their driver, options, addresses and labels', async () => {
    expect(await network('back')).toMatchObject({
      Driver: 'bridge',
      EnableIPv6: true,
      Attachable: true,
      Internal: false,
      Options: { 'com.docker.network.driver.mtu': '1400' },
      Labels: { 'org.port': 'hamburg', 'com.docker.compose.network': 'back' },
      IPAM: { Driver: 'default', Config: [{ Subnet: subnet, IPRange: `${prefix}.64/26`, Gateway: `${prefix}.65`, AuxiliaryAddresses: { printer: `${prefix}.66` } }, { Subnet: 'fd5e:a:b::/64' }] },
    });
    expect(await say(of('web'), 'cat /sys/class/net/eth0/mtu')).toBe('1400');
  });

  it('give a service its addresses, on the network of the highest priority first', async () => {
    expect(await say(of('web'), 'ip -o addr show eth0; ip -o addr show eth1 | wc -l')).toMatch(new RegExp(`inet ${prefix.replaceAll('.', '\\.')}\\.77/24[^]*inet6 fd5e:a:b::77/64[^]*[1-9]$`));
    expect(await say(of('web'), 'cat /sys/class/net/eth0/address')).toBe('02:42:ac:11:65:43');
    expect(await say(of('hermit'), 'cat /sys/class/net/eth0/address')).toBe('02:42:ac:11:65:44');
    const endpoint = ((await raw(of('web'), 'NetworkSettings'))['Networks'] as Record<string, Record<string, unknown>>)[`${stack.project}_back`];
    expect(endpoint).toMatchObject({ DriverOpts: { 'org.test': 'x' }, IPAMConfig: { IPv4Address: `${prefix}.77`, IPv6Address: 'fd5e:a:b::77' } });
  });

  it('resolve its name, aliases and links, each on its own network', async () => {
    for (const name of ['web', 'www', 'api', 'linked']) expect(await say(of('probe'), `ping -4 -c 1 -W 5 ${name} | head -1`)).toContain(`(${prefix}.77)`);
    expect((await of('probe').exec(['ping', '-c', '1', '-W', '1', 'aside'])).exitCode).not.toBe(0);
  });

  it('are internal where they are asked to be', async () => {
    expect((await network('inside'))['Internal']).toBe(true);
  });

  it('leave name servers, search domains, options and further hosts to the service', async () => {
    expect(await say(of('web'), 'cat /etc/resolv.conf')).toMatch(/search harbour\.test[^]*options (ndots:3|.*ndots:3)/);
    expect(await raw(of('web'), 'HostConfig')).toMatchObject({ Dns: ['10.9.8.7'], DnsSearch: ['harbour.test'], DnsOptions: ['ndots:3'] });
    const hosts = await say(of('web'), 'cat /etc/hosts');
    expect(hosts).toMatch(/^10\.1\.2\.3\s+lighthouse$/m);
    expect(hosts).toMatch(/^10\.1\.2\.4\s+buoy$/m);
    expect(hosts).toMatch(/^fd00::6\s+six$/m);
    expect(hosts).toMatch(/^\d+\.\d+\.\d+\.\d+\s+host\.test$/m);
  });

  it('expose and publish its ports, by protocol and host address', async () => {
    expect(Object.keys((await raw(of('web'), 'Config'))['ExposedPorts'] as object).sort()).toEqual(['53/udp', '80/tcp', '81/tcp', '90/tcp', '9000/tcp', '9100/udp', '9101/udp']);
    const bindings = (await raw(of('web'), 'HostConfig'))['PortBindings'] as Record<string, readonly { readonly HostIp: string }[]>;
    expect(Object.fromEntries(Object.entries(bindings).map(([port, at]) => [port, at.map(({ HostIp }) => HostIp)]))).toEqual({ '80/tcp': ['127.0.0.1'], '81/tcp': ['127.0.0.1'], '53/udp': ['127.0.0.1'], '90/tcp': ['127.0.0.1'] });
    expect(of('web').port(80)).toBeGreaterThan(0);
  });
});

it('publishes a port where and as the file says, when the stack is not isolated', async () => {
  await using stack = await up({ services: { app: { ...sleep, ports: ['127.0.0.2:20180-20280:80', '127.0.0.3::81/udp'] } } }, { isolate: false });
  const ports = (await stack.services.app.inspect()).ports;
  expect(ports['80/tcp']).toEqual([{ hostIp: '127.0.0.2', hostPort: expect.toSatisfy((port: number) => port >= 20_180 && port <= 20_280) as number }]);
  expect(ports['81/udp']?.map(({ hostIp }) => hostIp)).toEqual(['127.0.0.3']);
});

it('joins an external network and mounts an external volume by their names, and leaves both', async () => {
  await using owner = await up({ services: { app: { ...sleep, networks: ['own'], volumes: ['kept:/kept'] } }, networks: { own: {} }, volumes: { kept: {} } });
  const names = { network: `${owner.project}_own`, volume: `${owner.project}_kept` };
  await say(owner.services.app, 'echo there > /kept/file');
  {
    await using guest = await up({
      services: { app: { ...sleep, networks: ['theirs'], volumes: ['theirs:/theirs'], external_links: [`${owner.project}-app-1:neighbour`] } },
      networks: { theirs: { external: true, name: names.network } },
      volumes: { theirs: { external: true, name: names.volume } },
    });
    expect(await say(guest.services.app, 'cat /theirs/file; ping -c 1 -W 5 neighbour > /dev/null && echo reached')).toBe('there\nreached');
  }
  expect(await askEngine(`/networks/${names.network}`)).toMatchObject({ Name: names.network });
  expect(await askEngine(`/volumes/${names.volume}`)).toMatchObject({ Name: names.volume });
});
