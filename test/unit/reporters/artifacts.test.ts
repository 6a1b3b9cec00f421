import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished, expect, test } from 'vitest';
import { writeLogFiles } from '../../../src/reporters/artifacts.ts';
import { serviceEvidence } from './service-evidence.ts';

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-artifacts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};
const place = { run: '2026-01-02T12-00-00', test: 'orders', stack: 'shop' };
const long = Array.from({ length: 11 }, (_, index) => `\u001B[32mline ${index + 1}\u001B[0m`);

test('writes the whole log of a service that said more than the report shows', async () => {
  const root = await temporaryFolder();
  const { logFiles } = await writeLogFiles([serviceEvidence('db', { lines: long, omitted: 4 })], { root, ...place });
  expect([...logFiles.keys()]).toEqual(['shop-db-1']);
  const path = resolve(logFiles.get('shop-db-1')!);
  expect(path).toBe(join(root, '.seaworthy/2026-01-02T12-00-00/orders/shop/db.log'));
  const lines = (await readFile(path, 'utf8')).split('\n');
  expect(lines.slice(0, 2)).toEqual(['(4 earlier lines left out)', '2026-01-02T12:00:00.100Z stdout line 1']);
  expect(lines).toHaveLength(13);
});

test('writes nothing for a service whose lines are all in the report', async () => {
  const root = await temporaryFolder();
  expect(await writeLogFiles([serviceEvidence('db', { lines: ['short'] })], { root, ...place })).toEqual({ logFiles: new Map() });
  expect(await readdir(root)).toEqual([]);
});

test('keeps git away from what it writes', async () => {
  const root = await temporaryFolder();
  await writeLogFiles([serviceEvidence('db', { lines: long })], { root, ...place });
  expect(await readFile(join(root, '.seaworthy/.gitignore'), 'utf8')).toBe('*\n');
});

test('gives tests whose names differ only in what a file name cannot hold files of their own', async () => {
  const root = await temporaryFolder();
  const write = async (name: string): Promise<string> => {
    const { logFiles } = await writeLogFiles([serviceEvidence('db', { lines: long })], { root, ...place, test: name });
    return logFiles.get('shop-db-1')!;
  };
  const [first, second] = [await write('a.test.ts > adds / removes'), await write('a.test.ts > adds : removes')];
  expect(first).not.toBe(second);
  expect(first).toMatch(/a\.test\.ts-adds-removes-[0-9a-f]{8}/);
});

test('gives replicas files of their own', async () => {
  const root = await temporaryFolder();
  const replicas = [1, 2].map((number) => serviceEvidence('web', { container: `shop-web-${number}`, lines: long }));
  const { logFiles } = await writeLogFiles(replicas, { root, ...place });
  expect([...logFiles.values()].map((path) => path.split('/').at(-1))).toEqual(['shop-web-1.log', 'shop-web-2.log']);
});

test('reports a folder that cannot be made instead of failing', async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, '.seaworthy'), 'a file is in the way');
  const written = await writeLogFiles([serviceEvidence('db', { lines: long })], { root, ...place });
  expect(written.logFiles.size).toBe(0);
  expect(written.logFilesFailure).toMatch(/ENOTDIR|EEXIST/);
});
