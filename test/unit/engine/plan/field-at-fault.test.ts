import { describe, expect, it } from 'vitest';
import type { ServiceModel } from '../../../../src/engine/compose/model.ts';
import { fieldAtFault, resourceFieldAtFault } from '../../../../src/engine/plan/field-at-fault.ts';

const web: ServiceModel = {
  image: 'busybox', command: null, entrypoint: null,
  cap_add: ['CHOWN', 'CAP_NOPE'], cap_drop: ['nope'],
  devices: [{ source: '/dev/fuse' }, { source: '/dev/nope' }],
  gpus: [{ count: 1 }],
  mem_limit: '1024',
  deploy: { resources: { limits: { cpus: 99 } } },
  networks: { back: { ipv4_address: '10.9.0.5' }, side: { ipv4_address: 'nope', mac_address: 'nope' } },
  volumes: [{ type: 'volume', target: '/x' }, { type: 'bind', source: '/nope/x', target: '/x' }, { type: 'bind', source: '/tmp', target: '/y', bind: { propagation: 'nope' } }],
  secrets: [{ source: 'key' }],
};
const suspect = { model: { name: 'shop', services: { web }, secrets: { key: { file: 'nope.pem' } } }, service: 'web', directory: '/project' };

/** Words of Engine 20.10, but for those that say otherwise. */
describe('fieldAtFault', () => {
  it.each([
    ['Unknown runtime specified nope', 'runtime'],
    ['unknown or invalid runtime name: nope', 'runtime'], // 24
    ['error looking up logging plugin nope: plugin "nope" not found', 'logging.driver'],
    ["unknown log opt 'max-sizes' for json-file log driver", 'logging.options.max-sizes'],
    ['invalid CapAdd: unknown capability: "CAP_NOPE"', 'cap_add[1]'],
    ['invalid CapDrop: unknown capability: "CAP_NOPE"', 'cap_drop[0]'],
    ['failed to create shim task: OCI runtime create failed: runc create failed: sysctl "vm.swappiness" is not in a separate kernel namespace: unknown', 'sysctls.vm.swappiness'],
    ['runc create failed: unable to start container process: error during container init: open /proc/sys/net/nope/x: no such file or directory: unknown', 'sysctls.net.nope.x'],
    ['invalid mount config for type "bind": bind source path does not exist: /nope/x', 'volumes[1].source'],
    ['invalid mount config for type "bind": bind source path does not exist: /project/nope.pem', 'secrets[0]'],
    ['invalid mount config for type "bind": invalid propagation mode: nope', 'volumes[2]'],
    ['invalid mount config for type "volume": must not set subpath', 'volumes[0]'],
    ['error gathering device information while adding custom device "/dev/nope": no such file or directory', 'devices[1]'],
    ['could not select device driver "" with capabilities: [[gpu]]', 'gpus'],
    ['Requested CPUs are not available - requested 99, available: 0-1', 'cpuset'],
    ['Minimum memory limit allowed is 6MB', 'mem_limit'],
    ['Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available', 'deploy.resources.limits.cpus'],
    ['You should always set the Memory limit when using Memoryswap limit, see usage', 'memswap_limit'],
    ['Invalid value: 500, valid memory swappiness range is 0-100', 'mem_swappiness'],
    ['runc create failed: unable to apply cgroup configuration: failed to write "950000": write /sys/fs/cgroup/cpu/docker/d9/cpu.rt_runtime_us: invalid argument: unknown', 'cpu_rt_runtime'],
    ['invalid --security-opt 2: "nope=1"', 'security_opt'],
    ['--storage-opt is supported only for overlay over xfs with \'pquota\' mount option', 'storage_opt'],
    ['Invalid IPC mode: nope', 'ipc'],
    ['invalid cgroup namespace mode: nope', 'cgroup'],
    ['unable to find user nope: no matching entries in passwd file', 'user'],
    ['Unable to find group nope: no matching entries in group file', 'group_add'],
    ["the working directory 'rel' is invalid, it needs to be an absolute path", 'working_dir'],
    ['runc create failed: wrong rlimit value: RLIMIT_NOPE: unknown', 'ulimits'],
    ['Invalid value 5000, range for oom score adj is [-1000, 1000]', 'oom_score_adj'],
    ['SHM size can not be less than 0', 'shm_size'],
    ['bad format for add-host: "nope"', 'extra_hosts'],
    ["invalid restart policy 'nope'", 'restart'],
    ['Invalid signal: SIGNOPE', 'stop_signal'],
    ['invalid tmpfs option ["nope" "1"]', 'tmpfs'],
    ["invalid device cgroup rule format: 'nope'", 'device_cgroup_rules'],
    ["Invalid address 10.9.0.5: It does not belong to any of this network's subnets", 'networks.back.ipv4_address'],
    ['invalid IPv4 address: nope', 'networks.side.ipv4_address'],
  ])('%s', (words, field) => {
    expect(fieldAtFault(words, suspect)).toBe(`services.web.${field}`);
  });

  it('blames the entrypoint before the command for a program that is not there, and neither where both are the image\'s own', () => {
    const words = 'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nope": executable file not found in $PATH: unknown';
    const blamed = (fields: Partial<ServiceModel>) => fieldAtFault(words, { ...suspect, model: { name: 'shop', services: { web: { ...web, ...fields } } } });
    expect(blamed({ command: ['nope'] })).toBe('services.web.command');
    expect(blamed({ command: ['nope'], entrypoint: ['nope'] })).toBe('services.web.entrypoint');
    expect(blamed({})).toBeUndefined();
  });

  it('says nothing where the words do not tell', () => {
    expect(fieldAtFault('something is wrong', suspect)).toBeUndefined();
    expect(fieldAtFault('', suspect)).toBeUndefined();
  });
});

it.each([
  ['Pool overlaps with other one on this address space', 'networks', { ipam: { config: [{ subnet: '10.0.0.0/24' }] } }, 'networks.back.ipam.config'],
  ['failed to allocate gateway (10.9.9.9): Requested address is out of range', 'networks', { ipam: { config: [{}] } }, 'networks.back.ipam.config'],
  ['could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the network', 'networks', { enable_ipv6: true }, 'networks.back.enable_ipv6'],
  ['plugin "nope" not found', 'networks', { driver: 'nope' }, 'networks.back.driver'],
  ['plugin "nope" not found', 'networks', { ipam: { driver: 'nope' } }, 'networks.back.ipam.driver'],
  ['failed to parse com.docker.network.driver.mtu value: x', 'networks', { driver_opts: { 'com.docker.network.driver.mtu': 'x' } }, 'networks.back.driver_opts'],
  ['create back: error looking up volume plugin nope: plugin "nope" not found', 'volumes', { driver: 'nope' }, 'volumes.back.driver'],
  ['create back: invalid option: "nope"', 'volumes', { driver_opts: { nope: 'x' } }, 'volumes.back.driver_opts'],
] as const)('finds the field of a network or a volume in "%s" (%s)', (words, kind, resource, path) => {
  expect(resourceFieldAtFault(words, kind, 'back', resource)).toBe(path);
});
