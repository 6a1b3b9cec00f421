import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerBody } from './bodies.ts';
import type { Containers } from './containers.ts';

const PROFILE = /^seccomp[=:](\{.*)$/s;

const profileOf = ({ HostConfig }: ContainerBody): string | undefined => HostConfig?.SecurityOpt?.map((option) => PROFILE.exec(option)?.[1]).find((found) => found !== undefined);

const withProfileAt = (body: ContainerBody, path: string): ContainerBody => ({
  ...body,
  HostConfig: { ...body.HostConfig, SecurityOpt: body.HostConfig?.SecurityOpt?.map((option) => (PROFILE.test(option) ? `seccomp=${path}` : option)) ?? [] },
});

/**
 * Docker takes a seccomp profile as JSON, Podman as the path of a file that its service reads while it creates the
 * container. For a Podman on this machine the file is there for that long.
 */
export const withSeccompFiles = (containers: Containers): Containers => ({
  ...containers,
  async create(name, body, options) {
    const profile = profileOf(body);
    if (profile === undefined) return containers.create(name, body, options);
    const folder = await mkdtemp(join(tmpdir(), 'seaworthy-seccomp-'));
    try {
      const path = join(folder, 'profile.json');
      // Its service may run as another user. A profile is no secret.
      await chmod(folder, 0o755);
      await writeFile(path, profile, { mode: 0o644 });
      return await containers.create(name, withProfileAt(body, path), options);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});
