import { BackendError } from '../../errors.ts';
import type { EngineFacts } from './runtime.ts';

/** The oldest API that has what stacks need, and the newest this client was written against. */
const OLDEST = '1.41';
const NEWEST = '1.51';

interface VersionAnswer {
  readonly Version?: string;
  readonly ApiVersion?: string;
  readonly MinAPIVersion?: string;
  readonly Os?: string;
  readonly Arch?: string;
  readonly Components?: readonly { readonly Name?: string }[] | null;
}

const minorOf = (version: string): number => Number(/^1\.(\d+)$/.exec(version)?.[1] ?? Number.NaN);

/** Whether an API version is at least another; both as `1.44`. */
export const isAtLeast = (version: string, wanted: string): boolean => minorOf(version) >= minorOf(wanted);

/**
 * What the engine's own description says, and the newest API version that it and this client speak.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE for what is no engine, or one too old or too new to talk to.
 */
export function negotiate(answer: unknown, endpoint: string): EngineFacts {
  const { Version, ApiVersion, MinAPIVersion, Os, Arch, Components } = (answer ?? {}) as VersionAnswer;
  const refuse = (reason: string, advice: string): BackendError =>
    new BackendError('BACKEND_UNAVAILABLE', `Cannot use the container engine at ${endpoint}: ${reason}. ${advice}`, {
      tried: [{ endpoint, source: 'given address', reason }],
    });
  if (ApiVersion === undefined || Number.isNaN(minorOf(ApiVersion))) {
    throw refuse('it does not describe itself as a Docker-compatible engine', 'Point DOCKER_HOST or SEAWORTHY_BACKEND at a Docker Engine or Podman socket.');
  }
  if (!isAtLeast(ApiVersion, OLDEST)) throw refuse(`it speaks API ${ApiVersion}, and ${OLDEST} is needed`, 'Update it: Docker Engine 20.10 and Podman 4 are new enough.');
  if (MinAPIVersion !== undefined && !isAtLeast(NEWEST, MinAPIVersion)) {
    throw refuse(`it no longer speaks an API older than ${MinAPIVersion}, and ${NEWEST} is the newest known here`, 'Update Seaworthy.');
  }
  return {
    kind: Components?.some(({ Name }) => Name?.startsWith('Podman')) === true ? 'podman' : 'docker',
    version: Version ?? 'unknown',
    apiVersion: isAtLeast(ApiVersion, NEWEST) ? NEWEST : ApiVersion,
    os: Os ?? 'linux',
    arch: Arch ?? 'unknown',
  };
}
