import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestText } from '../../../scripts/setup/engine-request.mjs';
import { exec, run } from '../../../src/container.ts';
import type { Capability } from '../../../src/engine/backends/capabilities.ts';
import { BUSYBOX } from '../../engine/images.ts';
import { engineUnderTest } from '../engine-under-test.ts';
import type { CapabilityScene } from './capability-scene.ts';
import { MULTI_ARCH, serveImage } from './image-server.ts';

type Probe = (scene: CapabilityScene) => Promise<boolean>;

/** Why a capability cannot be seen on this machine, whatever the engine. */
export class CannotTell extends Error {}

/** How a capability is seen: whether the engine does it by itself, and how much of it there is where it does not. */
interface Probes {
  readonly engine: Probe;
  readonly emulated?: Probe;
  readonly partial?: Probe;
}

const PATIENCE_MS = 30_000;
/** How long an engine gets that is to check every second. */
const CHECKED_WITHIN_MS = 5_000;

async function within(timeoutMs: number, holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}

const all = async (...conditions: readonly Promise<boolean>[]): Promise<boolean> => (await Promise.all(conditions)).every(Boolean);
const not = async (condition: Promise<boolean>): Promise<boolean> => !(await condition);

/** A profile that allows everything but to make a directory. */
const NO_MKDIR = { defaultAction: 'SCMP_ACT_ALLOW', syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO' }] };

/** Root of a machine that withholds rights from its root has none to give: there the engine cannot be asked. The root of a user namespace has all rights in there. */
async function rightsOfThisMachine(): Promise<'all' | 'some'> {
  const [bounding, last] = await Promise.all([readFile('/proc/self/status', 'utf8'), readFile('/proc/sys/kernel/cap_last_cap', 'utf8')]);
  const held = BigInt(`0x${/CapBnd:\s*([0-9a-f]+)/.exec(bounding)?.[1] ?? '0'}`);
  return held === (1n << BigInt(Number(last) + 1)) - 1n ? 'all' : 'some';
}

const MOUNT = 'mkdir -p /mounted && mount -t tmpfs none /mounted';

const privileged = (command: string): Probe => async (scene) => {
  if (!(await scene.runtime.info()).rootless && (await rightsOfThisMachine()) === 'some') throw new CannotTell('the root of this machine lacks rights itself, and so has none to give to a privileged container');
  await using container = await run({ image: BUSYBOX, cmd: ['sleep', '600'], privileged: true });
  return await all(exec(container, ['sh', '-c', command]).then(({ exitCode }) => exitCode === 0), scene.can('plain', 'mkdir -p /mounted'), not(scene.can('plain', MOUNT)));
};

const seccompProfile: Probe = async ({ folder }) => {
  const profile = join(folder, 'seccomp.json');
  await writeFile(profile, JSON.stringify(NO_MKDIR));
  await using container = await run({ image: BUSYBOX, cmd: ['sleep', '600'], seccomp: profile });
  const inside = async (command: string): Promise<boolean> => (await exec(container, ['sh', '-c', command])).exitCode === 0;
  return await all(not(inside('mkdir /directory')), inside('touch /file'));
};

/** As Docker's own client sends it: the profile itself, in the body. */
const takesProfileAsJson: Probe = async ({ runtime }) => {
  const body = JSON.stringify({ Image: BUSYBOX, HostConfig: { SecurityOpt: [`seccomp=${JSON.stringify(NO_MKDIR)}`] } });
  const { status, text } = await requestText(runtime.endpoint, '/containers/create', { method: 'POST', headers: { 'content-type': 'application/json' }, body: Readable.from([body]) });
  if (status !== 201) return false;
  await runtime.containers.remove((JSON.parse(text) as { readonly Id: string }).Id, { force: true });
  return true;
};

const removeOnExit: Probe = async ({ runtime, stack }) => {
  const { id } = await runtime.containers.create(`${stack.project}-brief`, { Image: BUSYBOX, Cmd: ['true'], Labels: { 'com.docker.compose.project': stack.project }, HostConfig: { AutoRemove: true } });
  await runtime.containers.start(id);
  return within(PATIENCE_MS, async () => (await runtime.containers.inspect(id)) === null);
};

const restartPolicy: Probe = async ({ stack }) => {
  const phoenix = stack.services['phoenix']!;
  const before = (await phoenix.inspect()).state.startedAtMs;
  await phoenix.exec(['touch', '/tmp/die']);
  return within(PATIENCE_MS, async () => {
    const { state } = await phoenix.inspect();
    return state.running && state.startedAtMs !== before;
  });
};

const multiArchPull: Probe = async ({ runtime }) => {
  await using server = await serveImage(engineUnderTest().registryPort);
  const pulled = new Map<string, string>();
  try {
    for (const [platform] of MULTI_ARCH) {
      await runtime.images.pull(server.image, { platform });
      const image = await runtime.images.inspect(server.image);
      if (image !== null) pulled.set(image.id, image.arch);
    }
    return [...pulled.values()].join() === MULTI_ARCH.map(([, arch]) => arch).join();
  } finally {
    // The first has lost its name to the second.
    for (const id of pulled.keys()) await runtime.images.remove(id, { force: true });
  }
};

/** Whether a file of the host can be read below a path. */
const readsNote = (path: string): Probe => async (scene) => (await scene.sh('neighbour', `cat ${path}/note`)).stdout === 'from the host\n';

const isHealthy = async ({ stack }: CapabilityScene): Promise<boolean> => (await stack.services['checked']!.inspect()).state.health?.status === 'healthy';

export const PROBES: Readonly<Record<Capability, Probes>> = {
  privileged: {
    engine: privileged(`${MOUNT} && mknod /tmp/null c 1 3 && : > /tmp/null`),
    partial: privileged(MOUNT),
  },
  seccompProfile: { engine: (scene) => all(takesProfileAsJson(scene), seccompProfile(scene)), emulated: seccompProfile },
  noNewPrivileges: { engine: (scene) => all(scene.can('humble', "grep -q 'NoNewPrivs:.1' /proc/1/status"), scene.can('plain', "grep -q 'NoNewPrivs:.0' /proc/1/status")) },
  linuxCapabilities: { engine: (scene) => all(scene.can('humble', "grep -q 'CapBnd:.0000000000000400' /proc/1/status"), not(scene.can('plain', "grep -q 'CapBnd:.0000000000000400' /proc/1/status"))) },
  readOnlyRoot: { engine: (scene) => all(not(scene.can('sealed', 'touch /file')), scene.can('plain', 'touch /file')) },
  runAsUser: { engine: async (scene) => (await scene.sh('humble', 'id -u; id -g')).stdout === '1234\n2345\n' },
  networkAlias: { engine: (scene) => scene.can('plain', 'wget -q -O /dev/null http://www/') },
  userDefinedBridge: { engine: (scene) => all(scene.can('plain', 'wget -q -O /dev/null http://web/'), not(scene.can('stranger', 'wget -q -T 2 -O /dev/null http://web/'))) },
  internalNetwork: {
    engine: async ({ runtime, stack }) => {
      const isInternal = async (network: string): Promise<boolean | undefined> => (await runtime.networks.inspect(`${stack.project}_${network}`))?.internal;
      return (await isInternal('inner')) === true && (await isInternal('back')) === false;
    },
  },
  ipcAndPidSharing: {
    engine: async (scene) => {
      await scene.sh('plain', 'echo shared > /dev/shm/note');
      return all(scene.can('sharing', 'grep -q shared /dev/shm/note'), scene.can('sharing', '[ $(ps | grep -c "[s]leep 600") -ge 2 ]'));
    },
  },
  restartPolicy: { engine: restartPolicy },
  nativeHealthcheck: {
    engine: (scene) => within(CHECKED_WITHIN_MS, () => isHealthy(scene)),
    // `after` is up, and it waited for this: the command ran, by whomever.
    emulated: (scene) => all(scene.can('checked', 'test -e /checked'), scene.can('after', 'true')),
  },
  removeOnExit: { engine: removeOnExit },
  namedVolumes: {
    engine: async (scene) => {
      await scene.sh('plain', 'echo shared > /shared/note');
      return scene.can('neighbour', 'grep -q shared /shared/note');
    },
  },
  bindMounts: { engine: readsNote('/host') },
  selinuxLabels: { engine: (scene) => scene.can('neighbour', 'test -d /sys/fs/selinux/class'), partial: readsNote('/relabelled') },
  tmpfs: { engine: (scene) => all(scene.can('sealed', "grep -q ' /scratch tmpfs ' /proc/mounts"), scene.can('sealed', 'touch /scratch/file')) },
  // Nobody has signed the image of `plain`, and it runs.
  imageVerification: { engine: (scene) => not(scene.can('plain', 'true')) },
  multiArchPull: { engine: multiArchPull },
};

