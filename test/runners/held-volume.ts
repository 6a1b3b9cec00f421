import { down } from '../../src/compose.ts';
import { attach } from '../../src/index.ts';
import { removeVolume } from './engine-names.ts';

const web = `{ image: '\${BUSYBOX_IMAGE:-busybox:1.36}', command: ['httpd', '-f'], volumes: ['data:/data'] }`;

/** A spec with a volume, as it stands in a program. */
export const specWithVolume: string = `{ services: { web: ${web} }, volumes: { data: {} } }`;

/** What a program gives `up` so that another project uses the volume of `project`, which then cannot be removed; `name` is the volume's. */
export const squatterSpec: string = `{ name: project + '-squatter', services: { web: ${web} }, volumes: { data: { external: true, name } } }`;

/** Takes down what uses the volumes of others, and returns the projects whose volumes those are. */
export async function endSquatters(left: readonly string[]): Promise<readonly string[]> {
  const projects = [...new Set(left.flatMap((name) => /shop-\w+-[0-9a-f]{8}(?=-squatter)/.exec(name)?.[0] ?? []))];
  for (const project of projects) await down(await attach(`${project}-squatter`), { timeoutMs: 0 });
  return projects;
}

/** The same, and removes the volumes: now that nobody uses them any more, the process that watches over the run may be faster. */
export async function releaseVolumes(left: readonly string[], volume = 'data'): Promise<readonly string[]> {
  const projects = await endSquatters(left);
  for (const project of projects) await removeVolume(`${project}_${volume}`).catch(() => undefined);
  return projects;
}

/** Engines differ in how they say that a volume is in use. */
export const withoutReason = (output: string): string => output.replace(/answered 409, ".*"\./g, 'answered 409, …');
