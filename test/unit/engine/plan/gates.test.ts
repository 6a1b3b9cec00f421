import { describe, expect, it } from 'vitest';
import type { Model, ServiceModel } from '../../../../src/engine/compose/model.ts';
import { planStack, type StackPlan } from '../../../../src/engine/plan/stack-plan.ts';

const plan = (fields: Partial<ServiceModel>, apiVersion: string, rest: Partial<Model> = {}): StackPlan =>
  planStack(
    {
      model: { name: 'shop', services: { web: { image: 'busybox', command: null, entrypoint: null, networks: { default: null }, ...fields } }, networks: { default: {}, a: {}, b: {} }, volumes: { d: {} }, ...rest },
      projectDirectory: '/project', files: [], environment: {}, profiles: [], disabledServices: [], warnings: [],
    },
    { apiVersion, owner: { session: 'abc', pid: 1, host: 'h', machine: 'm', boot: 'b', namespace: 'n', started: '0' }, lifetime: 'process', nowMs: 0, engineHost: '127.0.0.1' },
  );

const body = (fields: Partial<ServiceModel>, apiVersion: string) => plan(fields, apiVersion).services[0]!.containers[0]!.body;
const warned = (fields: Partial<ServiceModel>, apiVersion: string, rest?: Partial<Model>): readonly string[] => plan(fields, apiVersion, rest).warnings.map(({ path }) => path);

/** Name, fields, the version that has them, the path of the warning below, and what reaches the engine from there on. */
const GATES: readonly (readonly [name: string, fields: Partial<ServiceModel>, since: string, before: string, path: string, sent: object])[] = [
  ['annotations', { annotations: { a: 'b' } }, '1.43', '1.42', 'services.web.annotations', { HostConfig: { Annotations: { a: 'b' } } }],
  ['start_interval', { healthcheck: { start_period: '5s', start_interval: '1s' } }, '1.44', '1.43', 'services.web.healthcheck.start_interval', { Healthcheck: { StartInterval: 1e9 } }],
  [
    'mac_address of a further network', { networks: { a: { priority: 1 }, b: { mac_address: '02:42:ac:11:65:43' } } }, '1.44', '1.43', 'services.web.networks.b.mac_address',
    { NetworkingConfig: { EndpointsConfig: { shop_b: { MacAddress: '02:42:ac:11:65:43' } } } },
  ],
  [
    'bind.recursive', { volumes: [{ type: 'bind', source: '/a', target: '/b', read_only: true, bind: { recursive: 'readonly', create_host_path: false } }] }, '1.44', '1.43', 'services.web.volumes[0].bind.recursive',
    { HostConfig: { Mounts: [{ BindOptions: { ReadOnlyForceRecursive: true } }] } },
  ],
  [
    'bind.create_host_path', { volumes: [{ type: 'bind', source: '/a', target: '/b', bind: { recursive: 'disabled', create_host_path: true } }] }, '1.42', '1.41', 'services.web.volumes[0].bind.create_host_path',
    { HostConfig: { Mounts: [{ BindOptions: { NonRecursive: true, CreateMountpoint: true } }] } },
  ],
  [
    'volume.subpath', { volumes: [{ type: 'volume', source: 'd', target: '/d', volume: { subpath: 's' } }] }, '1.45', '1.44', 'services.web.volumes[0].volume.subpath',
    { HostConfig: { Mounts: [{ VolumeOptions: { Subpath: 's' } }] } },
  ],
  ['gw_priority', { networks: { a: { gw_priority: 7 } } }, '1.48', '1.47', 'services.web.networks.a.gw_priority', { NetworkingConfig: { EndpointsConfig: { shop_a: { GwPriority: 7 } } } }],
  [
    'interface_name', { networks: { a: { interface_name: 'sea0' } } }, '1.49', '1.48', 'services.web.networks.a.interface_name',
    { NetworkingConfig: { EndpointsConfig: { shop_a: { DriverOpts: { 'com.docker.network.endpoint.ifname': 'sea0' } } } } },
  ],
];

describe('a field that came with a version of the API', () => {
  it.each(GATES)('%s: reaches the engine from that version on, and is warned about below', (_name, fields, since, before, path, sent) => {
    expect(warned(fields, since)).toEqual([]);
    expect(body(fields, since)).toMatchObject(sent);
    expect(warned(fields, before)).toEqual([path]);
  });

  it('several networks are given at create, or connected after it', () => {
    const fields = { networks: { a: null, b: null } };
    expect(Object.keys(body(fields, '1.44').NetworkingConfig!.EndpointsConfig)).toEqual(['shop_a', 'shop_b']);
    const old = plan(fields, '1.43').services[0]!.containers[0]!;
    expect(Object.keys(old.body.NetworkingConfig!.EndpointsConfig)).toEqual(['shop_a']);
    expect(old.furtherEndpoints.map(({ network }) => network)).toEqual(['shop_b']);
  });

  it('the address of the first network is part of the body below, and of the endpoint from there on', () => {
    const fields = { mac_address: '02:42:ac:11:65:43' };
    expect(body(fields, '1.43').MacAddress).toBe('02:42:ac:11:65:43');
    expect(body(fields, '1.44').MacAddress).toBeUndefined();
    expect(body(fields, '1.44').NetworkingConfig!.EndpointsConfig['shop_default']?.MacAddress).toBe('02:42:ac:11:65:43');
    expect([...warned(fields, '1.43'), ...warned(fields, '1.44')]).toEqual([]);
  });

  it('a network without IPv4 is warned about below', () => {
    const networks = { default: { enable_ipv4: false } };
    expect(warned({}, '1.47', { networks })).toEqual(['networks.default.enable_ipv4']);
    expect(warned({}, '1.48', { networks })).toEqual([]);
    expect(plan({}, '1.48', { networks }).networks[0]!.body.EnableIPv4).toBe(false);
  });

  it('an image mount is refused below, because the container would be without it', () => {
    const fields: Partial<ServiceModel> = { volumes: [{ type: 'image', source: 'tools:1', target: '/tools', image: { subpath: 'bin' } }] };
    expect(body(fields, '1.48').HostConfig?.Mounts).toEqual([{ Type: 'image', Source: 'tools:1', Target: '/tools', ImageOptions: { Subpath: 'bin' } }]);
    expect(() => plan(fields, '1.47')).toThrowErrorMatchingInlineSnapshot(`
      [SpecError: 1 problem in the stack

      services.web.volumes[0].type: a mount of type "image" needs engine API 1.48, and the engine in use speaks 1.47; copy what is needed into the image of the service, or use another engine]
    `);
  });
});

describe('what no engine at hand can show', () => {
  it('asks for graphics cards, devices by their qualified names, and those that deploy reserves', () => {
    const host = body(
      {
        gpus: [{ count: 'all' }, { device_ids: ['0', '1'], driver: 'nvidia', options: { virtualization: 'false' } }],
        devices: [{ source: 'vendor.com/class=one' }, { source: '/dev/fuse' }],
        deploy: { resources: { reservations: { devices: [{ capabilities: ['tpu'], count: 2 }] } } },
      },
      '1.44',
    ).HostConfig;
    expect(host?.DeviceRequests).toEqual([
      { Count: 2, Capabilities: [['tpu']] },
      { Count: -1, Capabilities: [['gpu']] },
      { Driver: 'nvidia', DeviceIDs: ['0', '1'], Capabilities: [['gpu']], Options: { virtualization: 'false' } },
      { Driver: 'cdi', DeviceIDs: ['vendor.com/class=one'] },
    ]);
    expect(host?.Devices).toEqual([{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rwm' }]);
  });

  it('asks for real-time processor time, storage of a size, and weights of block devices', () => {
    expect(body({ cpu_rt_period: 1_000_000, cpu_rt_runtime: '950000', storage_opt: { size: '1G' }, blkio_config: { weight: 300, weight_device: [{ Path: '/dev/sda', Weight: 400 }] } }, '1.41').HostConfig).toMatchObject({
      CpuRealtimePeriod: 1_000_000,
      CpuRealtimeRuntime: 950_000,
      StorageOpt: { size: '1G' },
      BlkioWeight: 300,
      BlkioWeightDevice: [{ Path: '/dev/sda', Weight: 400 }],
    });
  });

  it('gives link-local addresses to an endpoint, and relabels a bind for SELinux', () => {
    const planned = body({ networks: { a: { link_local_ips: ['169.254.8.8'] } }, volumes: [{ type: 'bind', source: '/a', target: '/b', bind: { create_host_path: true, selinux: 'Z' } }] }, '1.41');
    expect(planned.NetworkingConfig!.EndpointsConfig['shop_a']?.IPAMConfig).toEqual({ LinkLocalIPs: ['169.254.8.8'] });
    expect(planned.HostConfig?.Binds).toEqual(['/a:/b:rw,Z']);
  });
});
