import { imageArchitecture } from '../plan/platform.ts';
import type { EngineClient } from './engine-client.ts';
import type { EngineInfo } from './runtime.ts';

interface InfoAnswer {
  readonly Driver?: string;
  readonly OperatingSystem?: string;
  readonly Architecture?: string;
  readonly SecurityOptions?: readonly string[] | null;
  /** Podman's own word; Docker says it among its security options. */
  readonly Rootless?: boolean;
}

/** What the engine says about the system it runs on. */
export async function readEngineInfo(client: EngineClient, signal: AbortSignal | undefined): Promise<EngineInfo> {
  const answer = (await client.call({ method: 'GET', path: '/info', deed: { noun: 'engine', verb: 'ask for the system information' }, signal })) as InfoAnswer;
  return {
    rootless: answer.Rootless ?? answer.SecurityOptions?.some((option) => option.split(',').includes('name=rootless')) ?? false,
    // Docker says here what the kernel calls it, and elsewhere what images call it.
    arch: imageArchitecture(answer.Architecture ?? 'unknown'),
    storageDriver: answer.Driver ?? 'unknown',
    operatingSystem: answer.OperatingSystem ?? 'unknown',
  };
}
