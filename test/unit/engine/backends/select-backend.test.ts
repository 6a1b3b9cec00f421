import { expect, test } from 'vitest';
import { CAPABILITIES, CAPABILITY_TABLE } from '../../../../src/engine/backends/capabilities.ts';
import { neededCapabilities } from '../../../../src/engine/backends/needed-capabilities.ts';
import { selectBackendFor } from '../../../../src/engine/backends/select-backend.ts';

const image = 'x';

test('finds what a spec asks for, in the short and in the long form of its fields', () => {
  const full = {
    services: {
      a: {
        image, privileged: true, security_opt: ['seccomp=unconfined', 'no-new-privileges:true'], cap_drop: ['ALL'], read_only: true, user: '1000', networks: { back: { aliases: ['x'] } },
        ipc: 'service:b', restart: 'always', healthcheck: { test: ['CMD', 'true'] }, volumes: ['data:/d', './x:/x:ro,Z'], tmpfs: '/t', platform: 'linux/arm64',
      },
      b: { image, network_mode: 'none', volumes: [{ type: 'tmpfs', target: '/t' }, { type: 'bind', source: '/s', target: '/s', bind: { selinux: 'z' } }, '/anonymous'] },
    },
    networks: { back: { internal: true } },
  } as const;
  expect(neededCapabilities(full).map(({ capability, path }) => `${capability} ${path}`)).toMatchInlineSnapshot(`
    [
      "privileged services.a.privileged",
      "seccompProfile services.a.security_opt",
      "noNewPrivileges services.a.security_opt",
      "linuxCapabilities services.a.cap_drop",
      "readOnlyRoot services.a.read_only",
      "runAsUser services.a.user",
      "networkAlias services.a.networks",
      "userDefinedBridge services.a.networks",
      "internalNetwork services.a.networks",
      "ipcAndPidSharing services.a.ipc",
      "restartPolicy services.a.restart",
      "nativeHealthcheck services.a.healthcheck",
      "namedVolumes services.a.volumes",
      "bindMounts services.a.volumes",
      "selinuxLabels services.a.volumes",
      "tmpfs services.a.tmpfs",
      "multiArchPull services.a.platform",
      "namedVolumes services.b.volumes",
      "bindMounts services.b.volumes",
      "selinuxLabels services.b.volumes",
      "tmpfs services.b.volumes",
    ]
  `);
});

test('takes short mounts apart as the loader does', () => {
  const needs = (volumes: readonly string[]): readonly string[] => neededCapabilities({ services: { a: { image, network_mode: 'none', volumes } } }).map(({ capability }) => capability);
  expect(needs(['C:\\data:/data'])).toEqual(['bindMounts']);
  expect(needs(['${SOURCE:-./here}:/data:z,ro'])).toEqual(['namedVolumes', 'selinuxLabels']);
  expect(needs(['/anonymous'])).toEqual(['namedVolumes']);
  // Refused with its place by whoever loads the spec.
  expect(needs(['one:/two:three:four:five'])).toEqual([]);
});

test('takes a field that is off for none', () => {
  expect(neededCapabilities({ services: { a: { image, privileged: false, read_only: false, restart: 'no', cap_add: [], network_mode: 'none', healthcheck: { disable: true }, security_opt: ['no-new-privileges:false'], ipc: 'private' } } })).toEqual([]);
});

test('chooses the first backend that honours the spec by itself', () => {
  expect(selectBackendFor({ services: { a: { image } } }, 'strict-native')).toEqual({ backend: 'docker', limits: [] });
  expect(selectBackendFor({ services: { a: { image, healthcheck: { test: ['CMD', 'true'] } } } }, 'strict-native', { among: ['podman', 'docker'] })).toEqual({ backend: 'docker', limits: [] });
});

test('says what it let pass', () => {
  const spec = { services: { a: { image, healthcheck: { test: ['CMD', 'true'] }, volumes: ['./x:/x:z'] } } };
  expect(selectBackendFor({ services: { a: { image, healthcheck: { test: ['CMD', 'true'] } } } }, 'accept-emulated', { among: ['podman'] })).toMatchInlineSnapshot(`
    {
      "backend": "podman",
      "limits": [
        {
          "capability": "nativeHealthcheck",
          "path": "services.a.healthcheck",
          "service": "a",
          "support": {
            "level": "emulated",
            "why": "Podman leaves its healthchecks to timers of systemd; Seaworthy runs the command itself while it waits",
          },
        },
      ],
    }
  `);
  expect(selectBackendFor(spec, 'accept-partial').limits.map(({ path, support }) => `${path} ${support.level}`)).toEqual(['services.a.volumes partial']);
});

test('refuses when no backend does, and says why for each', () => {
  const spec = { services: { a: { image, privileged: true, volumes: ['./x:/x:z'], healthcheck: { test: ['CMD', 'true'] } } } };
  expect(() => selectBackendFor(spec, 'strict-native')).toThrowErrorMatchingInlineSnapshot(`
    [BackendError: No backend honours the spec in mode strict-native.
      docker: services.a.volumes is partial (z and Z relabel where the kernel has SELinux, and are without effect elsewhere)
      docker-rootless: services.a.privileged is partial (all rights of the user who runs the engine, and none beyond them); services.a.volumes is partial (z and Z relabel where the kernel has SELinux, and are without effect elsewhere)
      podman: services.a.healthcheck is emulated (Podman leaves its healthchecks to timers of systemd; Seaworthy runs the command itself while it waits); services.a.volumes is partial (z and Z relabel where the kernel has SELinux, and are without effect elsewhere)
      podman-rootless: services.a.privileged is partial (all rights of the user who runs the engine, and none beyond them); services.a.healthcheck is emulated (Podman leaves its healthchecks to timers of systemd; Seaworthy runs the command itself while it waits); services.a.volumes is partial (z and Z relabel where the kernel has SELinux, and are without effect elsewhere)
    Remove these fields, choose from more backends, or accept more with another mode.]
  `);
  expect(() => selectBackendFor(spec, 'accept-partial', { among: [] })).toThrowErrorMatchingInlineSnapshot(`
    [BackendError: No backend honours the spec in mode accept-partial. There is none to choose from.
    Remove these fields, choose from more backends, or accept more with another mode.]
  `);
});

test('refuses a mode and a backend that are none', () => {
  // @ts-expect-error no such mode
  expect(() => selectBackendFor({ services: {} }, 'strict')).toThrowErrorMatchingInlineSnapshot(`[BackendError: selectBackendFor knows no mode "strict". Allowed are strict-native, accept-emulated, accept-partial.]`);
  // @ts-expect-error no such backend
  expect(() => selectBackendFor({ services: {} }, 'strict-native', { among: ['colima'] })).toThrowErrorMatchingInlineSnapshot(`[BackendError: selectBackendFor knows no backend "colima". Allowed are docker, docker-rootless, podman, podman-rootless.]`);
});

test('has a level for each capability on each backend, and a reason for each that is not native', () => {
  for (const [kind, table] of Object.entries(CAPABILITY_TABLE)) {
    expect(Object.keys(table).sort(), kind).toEqual([...CAPABILITIES].sort());
    for (const support of Object.values(table)) if (support.level !== 'native') expect(support.why, kind).not.toBe('');
  }
});
