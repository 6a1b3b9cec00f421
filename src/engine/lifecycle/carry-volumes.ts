import { MEMORY_LABEL } from '../plan/labels.ts';
import type { ContainerBody, MountBody } from '../runtime/bodies.ts';
import type { ContainerSummary } from '../runtime/containers.ts';

const targetsOf = (body: ContainerBody): ReadonlySet<string> => {
  const { Binds: binds = [], Mounts: mounts = [], Tmpfs: tmpfs = {} } = body.HostConfig ?? {};
  return new Set([...binds.map((bind) => bind.split(':')[1] ?? ''), ...mounts.map((mount) => mount.Target), ...Object.keys(tmpfs)]);
};

/**
 * The body of a container that takes the place of another, with the anonymous volumes of that one: those of the spec and
 * those that the image declares. They are mounted by name and written down, since the engine takes a volume that is
 * named for one to be kept.
 */
export const carryVolumes = (body: ContainerBody, imageVolumes: readonly string[], replaced: Pick<ContainerSummary, 'mounts'>): ContainerBody => {
  const old = new Map(replaced.mounts.flatMap((mount) => (mount.type === 'volume' && mount.name !== undefined ? [[mount.destination, mount] as const] : [])));
  const carried: string[] = [];
  const carry = (target: string): MountBody | undefined => {
    const mount = old.get(target);
    if (mount?.name === undefined) return undefined;
    carried.push(mount.name);
    return { Type: 'volume', Source: mount.name, Target: target, ...(mount.writable ? {} : { ReadOnly: true }) };
  };
  const planned = (body.HostConfig?.Mounts ?? []).map((mount) => {
    const kept = mount.Type === 'volume' && mount.Source === undefined ? carry(mount.Target) : undefined;
    return kept === undefined ? mount : { ...mount, ...kept };
  });
  const taken = targetsOf(body);
  const fromImage = imageVolumes.filter((target) => !taken.has(target)).flatMap((target) => carry(target) ?? []);
  if (carried.length === 0) return body;
  return {
    ...body,
    Labels: { ...body.Labels, [MEMORY_LABEL.anonymousVolumes]: carried.join(',') },
    HostConfig: { ...body.HostConfig, Mounts: [...planned, ...fromImage] },
  };
};
