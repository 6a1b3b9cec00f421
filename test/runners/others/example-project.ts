import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../scripts/steps/package.mjs';
import { withoutReason } from '../held-volume.ts';
import type { ProjectFiles } from '../inline-project.ts';

/** The files of an example, as a project. */
export async function exampleProject(name: string): Promise<ProjectFiles> {
  const folder = join(root, 'examples', name);
  const names = (await readdir(folder)).filter((file) => file !== 'README.md');
  return Object.fromEntries(await Promise.all(names.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const)));
}

/** Lines of a program that make the stack `shop` one that cannot be taken down: another project uses its volume. */
export const holdVolume = `
  await composeUp({
    name: shop.project + '-squatter',
    services: { web: { image: '\${BUSYBOX_IMAGE:-busybox:1.36}', command: ['httpd', '-f'], volumes: ['orders:/orders'] } },
    volumes: { orders: { external: true, name: shop.project + '_orders' } },
  });
`;

/** Takes out what differs from run to run and from build to build: durations, addresses of clients, and frames in what is installed. */
export const withoutPlaces = (output: string): string =>
  withoutReason(output)
    .replace(/[[(]\d+(\.\d+)?(ms|s|m)[\])]/g, '<ms>')
    .replace(/\[::ffff:[\d.]+\]:\d+/g, '<client>')
    .replace(/(v<version>) \(\w+\)/, '$1')
    // Bun quotes the source around each.
    .replace(/(^\d{3,} \|.*\n)+ *\^\n/gm, '')
    .replace(/^ +at .*(\/node_modules\/|node:internal|native:|unknown:).*\n?/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
