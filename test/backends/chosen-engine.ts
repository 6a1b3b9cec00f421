import type { TestProject } from 'vitest/node';
import { canHaveNewerDocker, NewerDocker } from './newer-docker.ts';
import { canHaveRootlessPodman, RootlessPodman } from './rootless-podman.ts';

/** An engine that `npm run test:backends` starts for a run of its own, by the name in CONFORMANCE_ENGINE. */
interface Choice {
  /** Why it cannot be had here. */
  readonly absent: () => string | undefined;
  readonly start: (images: readonly string[]) => Promise<AsyncDisposable & { readonly host: string; readonly registryPort?: number }>;
}

const CHOICES: Readonly<Record<string, Choice>> = {
  'newer-docker': { absent: canHaveNewerDocker, start: (images) => NewerDocker.start(images) },
  'rootless-podman': { absent: canHaveRootlessPodman, start: (images) => RootlessPodman.start(images) },
};

/** The engine that all other tests run on, or the one that CONFORMANCE_ENGINE names. */
export default async function provideChosenEngine(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { CONFORMANCE_ENGINE: wanted } = process.env;
  if (wanted === undefined) {
    project.provide('engineUnderTest', {});
    return undefined;
  }
  const choice = CHOICES[wanted];
  if (choice === undefined) throw new Error(`CONFORMANCE_ENGINE is "${wanted}". Allowed are ${Object.keys(CHOICES).join(', ')}.`);
  const absent = choice.absent();
  // Whoever names one wants it seen: tests that are skipped would look as if they had passed.
  if (absent !== undefined) throw new Error(`CONFORMANCE_ENGINE is "${wanted}", which cannot be had: ${absent}`);
  const { BUSYBOX_IMAGE = '', NGINX_IMAGE = '' } = project.config.env;
  const engine = await choice.start([BUSYBOX_IMAGE, NGINX_IMAGE].filter((image) => image !== ''));
  const { host, registryPort } = engine;
  project.provide('engineUnderTest', { host, ...(registryPort === undefined ? {} : { registryPort }) });
  return async () => engine[Symbol.asyncDispose]();
}
