import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getBackend } from '../../../src/engine/backends/get-backend.ts';
import { atLeast } from '../../../src/engine/plan/api-version.ts';
import { up, type Stack } from '../../../src/index.ts';
import { requestText } from '../../../scripts/setup/engine-request.mjs';
import { BUSYBOX } from '../../engine/images.ts';
import { engineUnderTest } from '../engine-under-test.ts';

const { absent } = engineUnderTest();
const MAC = '02:42:ac:11:65:77';

/** `imageMount`: what an engine without it refuses. The first line of the log is what the command found when it began. */
const specWith = ({ imageMount }: { readonly imageMount: boolean }) => ({
  name: 'fields',
  services: {
    fill: { image: BUSYBOX, command: ['sh', '-c', 'mkdir -p /data/inner && echo part > /data/inner/note'], volumes: ['data:/data'] },
    app: {
      image: BUSYBOX,
      command: ['sh', '-c', 'ls /sys/class/net | grep -cv "^lo$"; exec sleep 600'],
      depends_on: { fill: { condition: 'service_completed_successfully' as const } },
      annotations: { 'org.note': 'seen' },
      healthcheck: { test: ['CMD', 'true'], interval: '1h', start_period: '1h', start_interval: '1s' },
      networks: { first: { priority: 2 }, second: { gw_priority: 7, interface_name: 'sea0', mac_address: MAC } },
      volumes: [
        { type: 'volume' as const, source: 'data', target: '/part', volume: { subpath: 'inner', nocopy: true } },
        ...(imageMount ? [{ type: 'image' as const, source: BUSYBOX, target: '/image' }] : []),
      ],
    },
  },
  networks: { first: {}, second: {} },
  volumes: { data: {} },
});

/** Name, the version of the API that brought it, the path of the warning below, and how its effect is seen. */
interface Field {
  readonly name: string;
  readonly since: string;
  readonly path: string;
  readonly isSeen: (stack: Stack, ask: Ask) => Promise<boolean>;
}
type Ask = (path: string) => Promise<unknown>;

const prints = async (stack: Stack, command: string): Promise<string> => (await stack.services['app']!.exec(['sh', '-c', command])).stdout.trim();
const containerOf = (stack: Stack): string => stack.services['app']!.containers[0]!;

/** The engine's own view of health; nobody but it checks once the stack is up. */
const healthOf = async (stack: Stack): Promise<string | undefined> => (await stack.services['app']!.inspect()).state.health?.status;

const FIELDS: readonly Field[] = [
  { name: 'annotations', since: '1.43', path: 'annotations', isSeen: async (stack, ask) => JSON.stringify(await ask(`/containers/${containerOf(stack)}/json`)).includes('"org.note":"seen"') },
  { name: 'start_interval', since: '1.44', path: 'healthcheck.start_interval', isSeen: (stack) => expect.poll(() => healthOf(stack), { timeout: 15_000 }).toBe('healthy').then(() => true) },
  { name: 'the address of a further network', since: '1.44', path: 'networks.second.mac_address', isSeen: async (stack) => (await prints(stack, 'cat /sys/class/net/*/address')).split('\n').includes(MAC) },
  { name: 'a part of a volume', since: '1.45', path: 'volumes[0].volume.subpath', isSeen: async (stack) => (await prints(stack, 'ls /part')) === 'note' },
  { name: 'the way out by gw_priority', since: '1.48', path: 'networks.second.gw_priority', isSeen: async (stack) => /^default .* dev sea0/m.test(await prints(stack, 'ip route')) },
  { name: 'the name of an interface', since: '1.49', path: 'networks.second.interface_name', isSeen: async (stack) => (await prints(stack, 'ls /sys/class/net')).split('\n').includes('sea0') },
];

describe.skipIf(absent !== undefined)(`a field that came with a version of the API${absent === undefined ? '' : ` (${absent})`}`, () => {
  let stack: Stack;
  let apiVersion: string;
  let ask: Ask;
  const has = (since: string): boolean => atLeast(apiVersion, since);

  beforeAll(async () => {
    const { facts, endpoint } = await getBackend();
    ({ apiVersion } = facts);
    ask = async (path) => JSON.parse((await requestText(endpoint, `/v${apiVersion}${path}`)).text) as unknown;
    stack = await up(specWith({ imageMount: has('1.48') }));
  }, 120_000);
  afterAll(() => (stack as Stack | undefined)?.[Symbol.asyncDispose]());

  it('is warned about on an engine of a version before, and on no other', () => {
    const expected = FIELDS.filter(({ since }) => !has(since)).map(({ path }) => `services.app.${path}`);
    // What the engine itself has to say, as of an image mount being new to it, is of the service, not of a field.
    expect(stack.warnings.map(({ path }) => path).filter((path) => path !== 'services.app').sort()).toEqual(expected.sort());
  });

  it.for(FIELDS)('$name: has its effect from that version on', async ({ since, isSeen }, { skip }) => {
    if (!has(since)) skip(`needs ${since}, the engine speaks ${apiVersion}`);
    expect(await isSeen(stack, ask)).toBe(true);
  });

  it('is on all its networks before its command begins, however they are given', async () => {
    expect((await stack.services['app']!.logs()).map(({ text }) => text)).toEqual(['2']);
  });

  it('loses a network, and is on it again', async () => {
    const app = stack.services['app']!;
    const count = (): Promise<string> => prints(stack, 'ls /sys/class/net | grep -cv "^lo$"');
    await app.disconnect('second');
    expect(await count()).toBe('1');
    await app.connect('second');
    expect(await count()).toBe('2');
  });

  it('mounts an image, or refuses to before anything is created', async () => {
    if (has('1.48')) expect(await prints(stack, 'ls /image/bin/busybox')).toBe('/image/bin/busybox');
    else await expect(up(specWith({ imageMount: true }))).rejects.toMatchObject({ code: 'SPEC_INVALID', problems: [{ path: 'services.app.volumes[1].type', message: expect.stringContaining('needs engine API 1.48') }] });
  });
});
