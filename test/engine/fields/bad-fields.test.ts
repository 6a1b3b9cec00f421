import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up, type StackSource } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { projectsLike } from '../left-in-engine.ts';
import { apiMinor } from './ask-engine.ts';
import { freeSubnets } from './free-subnets.ts';

const NAME = 'badfield';
const sleep = { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s' };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seaworthy-fields-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  expect(await projectsLike(`${NAME}-`)).toEqual([]);
});

/** The whole text of the error, without what differs from run to run, and from one release of an engine to the next. */
const refusal = async (source: StackSource): Promise<string> => {
  try {
    await using stack = await up(source);
    return `no error; ${stack.project} is up`;
  } catch (error) {
    const { name, code, message } = error as { name: string; code: string; message: string };
    return `${name} ${code}\n${message}`
      .replaceAll(directory, '<dir>')
      .replace(/badfield-[0-9a-f]{8}/g, 'badfield-<id>')
      .replace(/the engine answered \d+, ".*"\. /, 'the engine answered <status and words>. ')
      .replace(/\b[0-9a-f]{12}\b/g, '<hash>');
  }
};

const service = async (fields: object, rest: object = {}): Promise<string> => await refusal({ name: NAME, services: { web: { ...sleep, ...fields } }, ...rest });

describe('a field with a value that the engine refuses is one error that names the service and the field', () => {
  it('a path of the host that is missing and may not be made', async () => {
    expect(await service({ volumes: [{ type: 'bind', source: `${directory}/nowhere`, target: '/data', bind: { create_host_path: false } }] })).toMatchInlineSnapshot(`
      "StartError START_REJECTED
      Service "web" failed because of services.web.volumes[0].source. Could not create container "badfield-<id>-web-1": the engine answered <status and words>. Correct what the engine names and try again."
    `);
  });

  it('a file of a secret that is missing', async () => {
    expect(await service({ secrets: ['key'] }, { secrets: { key: { file: `${directory}/nowhere.pem` } } })).toMatchInlineSnapshot(`
      "StartError START_REJECTED
      Service "web" failed because of services.web.secrets[0]. Could not create container "badfield-<id>-web-1": the engine answered <status and words>. Correct what the engine names and try again."
    `);
  });

  it('an address that is outside its subnet', async () => {
    const [subnet] = await freeSubnets(1);
    const text = await service({ networks: { back: { ipv4_address: '10.9.0.5' } } }, { networks: { back: { ipam: { config: [{ subnet }] } } } });
    expect(text).toMatchInlineSnapshot(`
      "StartError START_REJECTED
      Service "web" failed because of services.web.networks.back.ipv4_address. Could not start container "<hash>": the engine answered <status and words>. Correct what the engine names and try again."
    `);
  });

  it('a subnet that overlaps with that of another network, which stays as it is', async () => {
    const [subnet] = await freeSubnets(1);
    const back = { ipam: { config: [{ subnet }] } };
    await using other = await up({ services: { app: { ...sleep, networks: ['back'] } }, networks: { back } });
    expect(await service({ networks: ['back'] }, { networks: { back } })).toMatchInlineSnapshot(`
      "BackendError BACKEND_REQUEST
      What networks.back describes, for service "web", could not be made because of networks.back.ipam.config. Could not create network "badfield-<id>_back": the engine answered <status and words>. Correct what the engine names, or read the engine's log."
    `);
    expect((await other.services.app.state()).status).toBe('running');
  });

  it('a kernel parameter that no namespace has', async () => {
    expect(await service({ sysctls: { 'vm.swappiness': 10 } })).toMatchInlineSnapshot(`
      "StartError START_REJECTED
      Service "web" failed because of services.web.sysctls.vm.swappiness. Could not start container "<hash>": the engine answered <status and words>. Correct what the engine names and try again."
    `);
  });

  it('a runtime, a capability, a user or a driver that the engine does not have', async () => {
    // The engine looks for a driver for a good while, so all are asked for at once.
    const texts = await Promise.all([
      service({ volumes: ['data:/data'] }, { volumes: { data: { driver: 'no-such-driver' } } }),
      service({ networks: ['back'] }, { networks: { back: { driver: 'no-such-driver' } } }),
      service({ logging: { driver: 'no-such-driver' } }),
      service({ logging: { driver: 'json-file', options: { 'max-sizes': '1m' } } }),
      service({ runtime: 'no-such-runtime' }),
      service({ cap_add: ['CHOWN', 'FLY'] }),
      service({ user: 'nobody-knows' }),
    ]);
    expect(texts.join('\n\n')).toMatchInlineSnapshot(`
      "StartError RESOURCE_MISSING
      What volumes.data describes, for service "web", could not be made because of volumes.data.driver. Could not create volume "badfield-<id>_data": the engine answered <status and words>. It was removed meanwhile, or never existed: correct the name, or create it again.

      StartError RESOURCE_MISSING
      What networks.back describes, for service "web", could not be made because of networks.back.driver. Could not create network "badfield-<id>_back": the engine answered <status and words>. It was removed meanwhile, or never existed: correct the name, or create it again.

      StartError START_REJECTED
      Service "web" failed because of services.web.logging.driver. Could not create container "badfield-<id>-web-1": the engine answered <status and words>. Correct what the engine names and try again.

      StartError START_REJECTED
      Service "web" failed because of services.web.logging.options.max-sizes. Could not create container "badfield-<id>-web-1": the engine answered <status and words>. Correct what the engine names and try again.

      StartError START_REJECTED
      Service "web" failed because of services.web.runtime. Could not create container "badfield-<id>-web-1": the engine answered <status and words>. Correct what the engine names and try again.

      StartError START_REJECTED
      Service "web" failed because of services.web.cap_add[1]. Could not create container "badfield-<id>-web-1": the engine answered <status and words>. Correct what the engine names and try again.

      StartError START_REJECTED
      Service "web" failed because of services.web.user. Could not start container "<hash>": the engine answered <status and words>. Correct what the engine names and try again."
    `);
  });
});

it('refuses together, before anything is created, what no engine does', async () => {
  await writeFile(join(directory, 'broken.json'), '{');
  expect(await service({ security_opt: [`seccomp=${directory}/broken.json`] })).toMatchInlineSnapshot(`
    "SpecError SPEC_INVALID
    1 problem in the stack

    services.web.security_opt[0]: the seccomp profile <dir>/broken.json is not JSON; name a file with a profile in JSON, or "unconfined" in its place"
  `);
  expect(
    await service(
      {
        read_only: true,
        pid: 'hots',
        volumes: [{ type: 'npipe', source: 'x', target: '/pipe' }],
        configs: ['motd'],
        secrets: ['token'],
      },
      { configs: { motd: { content: 'hello' } }, secrets: { token: { environment: 'NOBODY_SETS_THIS' } } },
    ),
  ).toMatchInlineSnapshot(`
    "SpecError SPEC_INVALID
    4 problems in the stack

    services.web.volumes[0].type: a mount of type "npipe" cannot be made: named pipes exist only for Windows containers; use a bind mount

    services.web.pid: expected "host", "service:<name>" or "container:<name>", found "hots"

    services.web.configs[0]: the config "motd" has to be copied into the container, and read_only allows no copying; give the config a file, or leave read_only out

    services.web.secrets[0]: the secret "token" is the value of the environment variable NOBODY_SETS_THIS, which is not set; set it, in the environment or in .env"
  `);
  expect(await service({ secrets: [{ source: 'token', uid: 'postgres' }] }, { secrets: { token: { environment: 'PATH' } } })).toMatchInlineSnapshot(`
    "SpecError SPEC_INVALID
    1 problem in the stack

    services.web.secrets[0].uid: expected a number, found "postgres"; names of users are known only inside the image"
  `);
});

it('refuses before anything is created what only a newer engine does', async () => {
  const speaks = await apiMinor();
  const text = await service({ volumes: [{ type: 'image', source: BUSYBOX, target: '/image' }] });
  const refused = `SpecError SPEC_INVALID
1 problem in the stack

services.web.volumes[0].type: a mount of type "image" needs engine API 1.48, and the engine in use speaks 1.${String(speaks)}; copy what is needed into the image of the service, or use another engine`;
  if (speaks < 48) expect(text).toBe(refused);
  else expect(text).toMatch(/^no error/);
});
