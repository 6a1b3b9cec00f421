import type { Service } from '../../../src/index.ts';

/** What a shell command prints in a service's container, without the last newline. */
export const say = async (service: Service, command: string): Promise<string> => (await service.exec(['sh', '-c', command], { throwOnError: true })).stdout.trimEnd();

/** A part of the engine's own answer about the container, as `HostConfig` or `Config`. */
export const raw = async (service: Service, part: string): Promise<Readonly<Record<string, unknown>>> => (await service.inspect()).raw[part] as Readonly<Record<string, unknown>>;
