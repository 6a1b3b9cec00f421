import { describe, expect, it } from 'vitest';
import type { Model, ServiceModel } from '../../../../src/engine/compose/model.ts';
import { isolate, renameProject } from '../../../../src/engine/plan/isolate.ts';
import { COMPOSE_LABEL } from '../../../../src/engine/plan/labels.ts';
import { planStack, type StackPlan } from '../../../../src/engine/plan/stack-plan.ts';

const service = (fields: Partial<ServiceModel> = {}): ServiceModel => ({ image: 'busybox', command: null, entrypoint: null, networks: { default: null }, ...fields });
const stack = (services: Record<string, ServiceModel>, rest: Partial<Model> = {}): Model => ({ name: 'shop', services, networks: { default: { name: 'shop_default' } }, ...rest });

const plan = (model: Model, apiVersion = '1.41'): StackPlan =>
  planStack(
    { model, projectDirectory: '/project', files: ['/project/compose.yaml'], environment: { TOKEN: 's3cret' }, profiles: [], disabledServices: [], warnings: [] },
    { apiVersion, owner: { session: 'abc', pid: 1, host: 'h', machine: 'm', boot: 'b', namespace: 'n', started: '0' }, lifetime: 'process', nowMs: 0, engineHost: '127.0.0.1' },
  );

const onlyBody = (model: Model, apiVersion?: string) => plan(model, apiVersion).services[0]!.containers[0]!;

describe('planStack', () => {
  it("makes the body of a plain service, on its own network, with Compose's and our labels", () => {
    expect(onlyBody(stack({ web: service({ ports: [{ target: 80, protocol: 'tcp' }], environment: { A: '1', B: null } }) }))).toMatchInlineSnapshot(`
      {
        "body": {
          "Env": [
            "A=1",
            "B",
          ],
          "ExposedPorts": {
            "80/tcp": {},
          },
          "HostConfig": {
            "NetworkMode": "shop_default",
            "PortBindings": {
              "80/tcp": [
                {
                  "HostIp": "127.0.0.1",
                  "HostPort": "",
                },
              ],
            },
          },
          "Image": "busybox",
          "Labels": {
            "com.docker.compose.config-hash": "4b52af109674baa19524441ee35326f9638eb553b4bae702ef6bc46b6f42caac",
            "com.docker.compose.container-number": "1",
            "com.docker.compose.depends_on": "",
            "com.docker.compose.oneoff": "False",
            "com.docker.compose.project": "shop",
            "com.docker.compose.project.config_files": "/project/compose.yaml",
            "com.docker.compose.project.working_dir": "/project",
            "com.docker.compose.service": "web",
            "com.docker.compose.version": "2.26.1",
            "seaworthy.created": "1970-01-01T00:00:00.000Z",
            "seaworthy.lifetime": "process",
            "seaworthy.owner.boot": "b",
            "seaworthy.owner.host": "h",
            "seaworthy.owner.machine": "m",
            "seaworthy.owner.namespace": "n",
            "seaworthy.owner.pid": "1",
            "seaworthy.owner.started": "0",
            "seaworthy.session": "abc",
          },
          "NetworkingConfig": {
            "EndpointsConfig": {
              "shop_default": {
                "Aliases": [
                  "shop-web-1",
                  "web",
                ],
              },
            },
          },
        },
        "files": [],
        "furtherEndpoints": [],
        "hash": "4b52af109674baa19524441ee35326f9638eb553b4bae702ef6bc46b6f42caac",
        "name": "shop-web-1",
        "number": 1,
        "publicPorts": [],
        "service": "web",
      }
    `);
  });

  it('creates a container on its first network by priority and connects the others later below API 1.44', () => {
    const model = stack({ web: service({ networks: { a: null, b: { priority: 5, aliases: ['www'] } } }) }, { networks: { a: { name: 'shop_a' }, b: { name: 'shop_b' } } });
    const old = onlyBody(model);
    expect(Object.keys(old.body.NetworkingConfig!.EndpointsConfig)).toEqual(['shop_b']);
    expect(old.body.HostConfig?.NetworkMode).toBe('shop_b');
    expect(old.body.NetworkingConfig!.EndpointsConfig['shop_b']?.Aliases).toEqual(['shop-web-1', 'web', 'www']);
    expect(old.furtherEndpoints.map(({ network }) => network)).toEqual(['shop_a']);
    const recent = onlyBody(model, '1.44');
    expect(Object.keys(recent.body.NetworkingConfig!.EndpointsConfig)).toEqual(['shop_b', 'shop_a']);
    expect(recent.furtherEndpoints).toEqual([]);
  });

  it('sends durations in nanoseconds and leaves out what is inherited from the image', () => {
    expect(onlyBody(stack({ web: service({ healthcheck: { interval: '1m30s', retries: 2 } }) })).body.Healthcheck).toEqual({ Interval: 90e9, Retries: 2 });
    expect(onlyBody(stack({ web: service({ healthcheck: { disable: true, test: ['CMD', 'true'] } }) })).body.Healthcheck).toEqual({ Test: ['NONE'] });
  });

  it('mounts host paths as binds, volumes by their real name, and refuses to create a host path when told so', () => {
    const host = onlyBody(
      stack(
        {
          web: service({
            volumes: [
              { type: 'bind', source: '/src', target: '/app', read_only: true, bind: { create_host_path: true } },
              { type: 'bind', source: '/must-exist', target: '/x', bind: { create_host_path: false } },
              { type: 'volume', source: 'data', target: '/data' },
              { type: 'volume', target: '/anonymous' },
              { type: 'tmpfs', target: '/t', tmpfs: { size: '1048576', mode: 0o700 } },
            ],
          }),
        },
        { volumes: { data: { name: 'shop_data' } } },
      ),
    ).body.HostConfig;
    expect({ Binds: host?.Binds, Mounts: host?.Mounts, Tmpfs: host?.Tmpfs }).toMatchInlineSnapshot(`
      {
        "Binds": [
          "/src:/app:ro",
        ],
        "Mounts": [
          {
            "Source": "/must-exist",
            "Target": "/x",
            "Type": "bind",
          },
          {
            "Source": "shop_data",
            "Target": "/data",
            "Type": "volume",
          },
          {
            "Target": "/anonymous",
            "Type": "volume",
          },
        ],
        "Tmpfs": {
          "/t": "size=1048576,mode=700",
        },
      }
    `);
  });

  it('copies secrets from the environment and mounts those from a file', () => {
    const container = onlyBody(
      stack(
        { web: service({ secrets: [{ source: 'token', mode: '0440', uid: '7' }, { source: 'cert', target: '/etc/cert.pem' }] }) },
        { secrets: { token: { environment: 'TOKEN' }, cert: { file: './cert.pem' } } },
      ),
    );
    expect(container.files).toEqual([{ path: '/run/secrets/token', content: 's3cret', mode: 0o440, uid: 7, gid: 0 }]);
    expect(container.body.HostConfig?.Mounts).toEqual([{ Type: 'bind', Source: '/project/cert.pem', Target: '/etc/cert.pem', ReadOnly: true }]);
  });

  it('plans only resources that a service uses, and as many containers as replicas', () => {
    const planned = plan(stack({ web: service({ scale: 2 }) }, { networks: { default: { name: 'shop_default' }, idle: {} }, volumes: { idle: {} } }));
    expect(planned.networks.map(({ name }) => name)).toEqual(['shop_default']);
    expect(planned.volumes).toEqual([]);
    expect(planned.services[0]!.containers.map(({ name }) => name)).toEqual(['shop-web-1', 'shop-web-2']);
  });

  it('knows who waits for whom, and that a service waited for to complete is meant to end', () => {
    const planned = plan(
      stack({
        migrate: service(),
        web: service({ depends_on: { migrate: { condition: 'service_completed_successfully', required: true } } }),
      }),
    );
    expect(planned.services.map(({ name, oneShot, dependents }) => ({ name, oneShot, dependents }))).toEqual([
      { name: 'migrate', oneShot: true, dependents: ['web'] },
      { name: 'web', oneShot: false, dependents: [] },
    ]);
  });

  it('warns about what the engine in use does not honour', () => {
    const model = stack({ web: service({ annotations: { a: 'b' }, volumes: [{ type: 'volume', source: 'd', target: '/d', volume: { subpath: 's' } }] }) }, { volumes: { d: {} } });
    expect(plan(model).warnings.map(({ path, message }) => `${path}: ${message}`)).toMatchInlineSnapshot(`
      [
        "services.web.annotations: annotations needs engine API 1.43; the engine in use speaks 1.41, so it has no effect",
        "services.web.volumes[0].volume.subpath: volumes[0].volume.subpath needs engine API 1.45; the engine in use speaks 1.41, so it has no effect",
      ]
    `);
    expect(plan(model, '1.51').warnings).toEqual([]);
  });

  it('names the containers that a service links to, under their aliases', () => {
    const planned = plan(stack({ db: service(), web: service({ links: ['db', 'db:sql'], external_links: ['other:old'] }) }));
    expect(planned.services[1]!.containers[0]!.body.NetworkingConfig!.EndpointsConfig['shop_default']?.Links).toEqual(['shop-db-1:db', 'shop-db-1:sql', 'other:old']);
  });

  it('hands limits of block devices on', () => {
    const host = onlyBody(stack({ web: service({ blkio_config: { weight: 300, device_read_bps: [{ Path: '/dev/sda', Rate: 1024 }] } }) })).body.HostConfig;
    expect(host).toMatchObject({ BlkioWeight: 300, BlkioDeviceReadBps: [{ Path: '/dev/sda', Rate: 1024 }] });
  });

  it('gives equal services equal hashes whatever the order of their keys, and ignores what is not the container', () => {
    const hash = (fields: Partial<ServiceModel>): string => onlyBody(stack({ web: service(fields) })).hash;
    expect(hash({ environment: { A: '1', B: '2' } })).toBe(hash({ environment: { B: '2', A: '1' } }));
    expect(hash({ scale: 1, profiles: ['x'] })).toBe(hash({}));
    expect(hash({ environment: { A: '2' } })).not.toBe(hash({ environment: { A: '1' } }));
  });
});

describe('isolate', () => {
  const model = stack(
    { db: service({ container_name: 'the-db', ports: [{ target: 5432, published: '5432', host_ip: '0.0.0.0', protocol: 'tcp' }] }) },
    { networks: { default: { name: 'well-known' }, shared: { name: 'shared', external: true } }, volumes: { data: { name: 'precious' }, other: { name: 'other', external: true } } },
  );

  it('frees host ports, keeps old names as aliases, and makes resources the project\'s own but for external ones', () => {
    const isolated = isolate(model, 'shop-1');
    expect(isolated.services['db']).toEqual({ image: 'busybox', command: null, entrypoint: null, networks: { default: { aliases: ['the-db'] } }, ports: [{ target: 5432, protocol: 'tcp' }] });
    expect(isolated.networks).toEqual({ default: { name: 'shop-1_default' }, shared: { name: 'shared', external: true } });
    expect(isolated.volumes).toEqual({ data: { name: 'shop-1_data' }, other: { name: 'other', external: true } });
    expect(plan(isolated).services[0]!.containers[0]!.body.Labels?.[COMPOSE_LABEL.project]).toBe('shop-1');
  });

  it('can give a stack another project name and keep the rest as written', () => {
    const renamed = renameProject(stack({ db: service({ container_name: 'the-db' }) }, { volumes: { data: { name: 'precious' } } }), 'shop-2');
    expect(renamed.services['db']?.container_name).toBe('the-db');
    expect(renamed.networks).toEqual({ default: { name: 'shop-2_default' } });
    expect(renamed.volumes).toEqual({ data: { name: 'precious' } });
  });
});
