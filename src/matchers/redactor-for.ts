import { containerRedactor, secretPaths } from '../engine/plan/container-secrets.ts';
import type { Redact } from '../engine/plan/redactor.ts';
import type { Service } from '../engine/lifecycle/stack.ts';
import { SeaworthyError } from '../errors.ts';

/** Takes the secrets of a service out of what a message tells of it, read from its container where there are any. */
export async function redactorFor(service: Service, signal: AbortSignal | undefined): Promise<Redact> {
  const options = signal === undefined ? {} : { signal };
  const container = await service.inspect(options);
  const read = async (path: string): Promise<readonly string[]> => {
    try {
      return [(await service.copyFrom(path, options)).toString('utf8')];
    } catch (error) {
      // It was never put there, or is gone from there: then nothing in the container has read it either.
      if (error instanceof SeaworthyError) return [];
      throw error;
    }
  };
  return containerRedactor(container, (await Promise.all(secretPaths(container).map(read))).flat());
}
