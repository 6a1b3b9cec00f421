import { SeaworthyError } from '../../errors.ts';
import { containerRedactor, secretPaths } from '../plan/container-secrets.ts';
import type { Redact } from '../plan/redactor.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { readFrom } from './copy-files.ts';

/** Takes the secrets of a container out of what is told of it. The engine is asked for them, where there are any. */
export const redactorOf = async (runtime: Runtime, container: ContainerFacts, signal: AbortSignal | undefined): Promise<Redact> => {
  const read = async (path: string): Promise<readonly string[]> => {
    try {
      return [(await readFrom(runtime, { id: container.id, what: `container ${container.name}` }, path, signal)).toString('utf8')];
    } catch (error) {
      // It was never put there, or is gone from there: then nothing in the container has read it either.
      if (error instanceof SeaworthyError) return [];
      throw error;
    }
  };
  return containerRedactor(container, (await Promise.all(secretPaths(container).map(read))).flat());
};
