import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SpecError } from '../../errors.ts';
import type { ResolvedSpec } from '../compose/resolved.ts';
import { seccompFile } from '../plan/security-body.ts';

const refusal = (code: SpecError['code'], path: string, found: string, cause: unknown): SpecError => {
  const message = `${found}; name a file with a profile in JSON, or "unconfined" in its place`;
  return new SpecError(code, `1 problem in the stack\n\n${path}: ${message}`, [{ path, message }], { cause });
};

/** A profile without what only people need: the engine takes its text. */
const readProfile = async (path: string, file: string, signal: AbortSignal | undefined): Promise<string> => {
  let text: string;
  try {
    text = await readFile(file, { encoding: 'utf8', ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw refusal('SPEC_FILE_UNREADABLE', path, `cannot read the seccomp profile ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it does not exist' : (error as Error).message}`, error);
  }
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    throw refusal('SPEC_INVALID', path, `the seccomp profile ${file} is not JSON`, error);
  }
};

/**
 * Reads the seccomp profiles that services name by file, by the name they have in the spec.
 *
 * @throws SpecError `SPEC_FILE_UNREADABLE` for one that cannot be read, `SPEC_INVALID` for one that is not JSON
 */
export const readSeccompProfiles = async (spec: ResolvedSpec, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> => {
  const named = Object.entries(spec.model.services).flatMap(([name, service]) =>
    (service.security_opt ?? []).flatMap((option, index) => {
      const file = seccompFile(option);
      return file === undefined ? [] : [{ file, path: `services.${name}.security_opt[${String(index)}]` }];
    }),
  );
  return new Map(await Promise.all(named.map(async ({ file, path }) => [file, await readProfile(path, resolve(spec.projectDirectory, file), signal)] as const)));
};
