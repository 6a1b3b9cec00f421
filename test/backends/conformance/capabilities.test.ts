import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAPABILITIES, CAPABILITY_TABLE, type Capability, type Support } from '../../../src/engine/backends/capabilities.ts';
import { getBackend } from '../../../src/engine/backends/get-backend.ts';
import type { ReadyBackend } from '../../../src/engine/backends/detect-backends.ts';
import { engineUnderTest } from '../engine-under-test.ts';
import { CapabilityScene } from './capability-scene.ts';
import { CannotTell, PROBES } from './capability-probes.ts';

const { absent } = engineUnderTest();

/** What an engine is seen to do, for the table that the run writes. */
type Seen = Readonly<Record<string, string>>;

describe.skipIf(absent !== undefined)(`the table of capabilities${absent === undefined ? '' : ` (${absent})`}`, () => {
  let scene: CapabilityScene;
  let backend: ReadyBackend;
  const seen: Record<string, string> = {};

  beforeAll(async () => {
    backend = await getBackend();
    scene = await CapabilityScene.set();
  }, 120_000);
  afterAll(async () => {
    await (scene as CapabilityScene | undefined)?.[Symbol.asyncDispose]();
    await writeResults(seen);
  }, 60_000);

  it.for(CAPABILITIES)('says of %s what the engine does', async (capability, { skip }) => {
    const support: Support = CAPABILITY_TABLE[backend.kind][capability];
    const observed = await observe(PROBES[capability], support).catch((error: unknown) => {
      if (!(error instanceof CannotTell)) throw error;
      seen[capability] = 'not seen';
      return skip(error.message);
    });
    seen[capability] = observed.engine ? 'native' : observed.within === true ? support.level : 'unsupported';
    expect(observed).toEqual(EXPECTED[support.level]);
  });

  const observe = async (probe: (typeof PROBES)[Capability], { level }: Support): Promise<{ readonly engine: boolean; readonly within?: boolean | undefined }> => ({
    engine: await probe.engine(scene),
    ...(level === 'emulated' || level === 'partial' ? { within: await probe[level]?.(scene) } : {}),
  });

  const writeResults = async (results: Seen): Promise<void> => {
    const folder = new URL('../../../.setup/conformance/', import.meta.url);
    await mkdir(folder, { recursive: true });
    const { kind, facts, info } = backend;
    const name = `${facts.kind === 'podman' ? 'Podman' : 'Docker'} ${facts.version.split(/[-+]/)[0] ?? ''}${info.rootless ? ', rootless' : ''}`;
    await writeFile(new URL(`${name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-')}.json`, folder), `${JSON.stringify({ name, kind, apiVersion: facts.apiVersion, storageDriver: info.storageDriver, results }, null, 2)}\n`);
  };
});

/** What a probe has to see for each level: of the engine by itself, and within the limits or with Seaworthy's help. */
const EXPECTED: Readonly<Record<Support['level'], object>> = {
  native: { engine: true },
  emulated: { engine: false, within: true },
  partial: { engine: false, within: true },
  unsupported: { engine: false },
};
