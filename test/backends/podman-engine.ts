import type { TestProject } from 'vitest/node';
import { canHavePodman, PrivatePodman } from './private-podman.ts';

/** A Podman of the tests' own for the run. Where it is not installed, or not for root, its tests are skipped and say so. */
export default async function providePodman(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const absent = canHavePodman();
  if (absent !== undefined) {
    project.provide('engineUnderTest', { absent });
    return undefined;
  }
  const { BUSYBOX_IMAGE = '', NGINX_IMAGE = '' } = project.config.env;
  const podman = await PrivatePodman.start([BUSYBOX_IMAGE, NGINX_IMAGE].filter((image) => image !== ''));
  project.provide('engineUnderTest', { host: podman.host, registryPort: podman.registryPort });
  return () => podman[Symbol.asyncDispose]();
}
