import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attach, type Stack } from '../../../src/index.ts';
import { down, exec, kill, logs, ps, start, stop, up } from '../../../src/compose.ts';
import { listResources } from '../../../scripts/leftovers.mjs';
import { BUSYBOX } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';
import { COMPOSE, Transcript } from './transcript.ts';

/** The release that the page was written with; others word their progress differently. */
const RELEASE = /^v?2\.40\./;
const ours = `ours-${randomBytes(4).toString('hex')}`;
const theirs = `theirs-${randomBytes(4).toString('hex')}`;

const file = (greeting: string): string => `services:
  db:
    image: ${BUSYBOX}
    command: sh -c 'echo ready; exec sleep 600'
    init: true
    environment: { GREETING: ${greeting} }
    volumes: ['data:/data', '/cache']
    healthcheck: { test: test -d /data, interval: 1s }
    secrets: [token]
  web:
    image: ${BUSYBOX}
    command: sleep 600
    init: true
    scale: 2
    ports: ['80']
    depends_on: { db: { condition: service_healthy, restart: true } }
    networks: { default: { aliases: [www] } }
    deploy: { resources: { limits: { memory: 32M } } }
  sidecar:
    image: ${BUSYBOX}
    command: sleep 600
    init: true
    network_mode: service:db
    volumes_from: [db:ro]
volumes: { data: {} }
secrets: { token: { environment: HOME } }
`;

let folder: string;
let path: string;
let page: Transcript;

/** Ids of the containers by name. */
const idsOf = async (project: string): Promise<Readonly<Record<string, string>>> => {
  const listed = (await listResources(process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock')).filter(({ kind, labels }) => kind === 'container' && labels['com.docker.compose.project'] === project);
  return Object.fromEntries(listed.map(({ name, id }) => [name, id]));
};

describe.skipIf(COMPOSE === undefined)('docker compose and Seaworthy', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-interop-'));
    path = join(folder, 'compose.yaml');
    await writeFile(path, file('hello'));
    page = new Transcript((text) =>
      text.replaceAll(ours, 'ours').replaceAll(theirs, 'theirs').replaceAll(path, 'compose.yaml').replaceAll(BUSYBOX, 'busybox').replace(/\b(ours|theirs) {2,}/g, '$1  ').replace(/(\))\s+(compose\.yaml)/g, '$1  $2').replace(/STATUS\s+CONFIG FILES/, 'STATUS      CONFIG FILES').replace(/^NAME\s+STATUS/m, 'NAME  STATUS'),
    );
  });
  afterAll(async () => {
    for (const project of [ours, theirs]) execFileSync(COMPOSE!, ['-p', project, 'down', '-v', '-t', '0', '--remove-orphans'], { stdio: 'ignore' });
    await rm(folder, { recursive: true, force: true });
  });

  it('docker compose takes a stack of ours for its own, and recreates nothing of it', async () => {
    page.say('# Together with docker compose\n\nWritten by the test `test/engine/interop/docker-compose.test.ts`, which runs all of this with the real `docker compose` and Seaworthy and\nthen compares this page with what it saw. Names that are unique to a run are shortened. Both use this file:');
    page.show('yaml', file('hello'));
    page.heading('A stack of ours');
    const stack = await page.seaworthy(`const stack = await up('compose.yaml', { projectName: 'ours' });\nstack.warnings`, () => up(path, { projectName: ours }), ({ warnings }) => warnings);
    const before = await idsOf(ours);
    expect(Object.keys(before).sort()).toEqual(['db-1', 'sidecar-1', 'web-1', 'web-2'].map((name) => `${ours}-${name}`));
    const listed = await page.compose('ls', '--filter', `name=${ours}`);
    expect(listed).toContain('running(4)');
    expect(await page.compose('-p', ours, 'ps', '--format', '{{.Service}} {{.State}} {{.Health}}')).toMatch(/^db running healthy$/m);
    expect(await page.compose('-p', ours, 'logs', '--no-log-prefix', 'db')).toBe('ready\n');
    page.say('An `up` of docker compose after ours finds everything as it should be:');
    await page.compose('-f', path, '-p', ours, 'up', '-d', '--wait');
    expect(await idsOf(ours)).toEqual(before);
    await page.compose('-p', ours, 'stop', 'web');
    expect((await page.seaworthy('(await ps(stack)).map(({ service, state }) => `${service} ${state}`)', () => ps(stack), (all) => all.map(({ service, state }) => `${service} ${state}`))).filter(({ state }) => state === 'exited')).toHaveLength(2);
    await page.compose('-f', path, '-p', ours, 'down', '-v');
    expect(await leftOf(ours)).toEqual([]);
  });

  it('a stack of theirs is attached to, driven, taken over without recreating anything, and removed', async () => {
    page.heading('A stack of theirs');
    await page.compose('-f', path, '-p', theirs, 'up', '-d', '--wait');
    const before = await idsOf(theirs);
    const attached = await page.seaworthy(`const attached = await attach('theirs');\nObject.values(attached.services).map(({ containers }) => containers)`, () => attach(theirs), ({ services }) => Object.values(services).map(({ containers }) => containers));
    const output = await page.seaworthy(`await exec(attached, 'db', ['sh', '-c', 'echo $GREETING'])`, () => exec(attached, 'db', ['sh', '-c', 'echo $GREETING']), (outcome) => outcome);
    expect(output).toEqual({ exitCode: 0, stdout: 'hello\n', stderr: '' });
    const lines = await page.seaworthy(`(await logs(attached, { service: 'db' })).map(({ text }) => text)`, () => logs(attached, { service: 'db' }), (all) => all.map(({ text }) => text));
    expect(lines).toHaveLength(1);
    await page.seaworthy(`await stop(attached);\n(await ps(attached)).map(({ state }) => state)`, async () => {
      await stop(attached);
      return await ps(attached);
    }, (all) => all.map(({ state }) => state));
    await page.seaworthy(`await start(attached);\nawait kill(attached, ['web']);\n(await ps(attached)).map(({ service, state }) => \`\${service} \${state}\`)`, async () => {
      await start(attached);
      await kill(attached, ['web']);
      const all = await ps(attached);
      expect(all.map(({ service, state }) => [service, state])).toEqual([['db', 'running'], ['sidecar', 'running'], ['web', 'exited'], ['web', 'exited']]);
      return all;
    }, (all) => all.map(({ service, state }) => `${service} ${state}`));
    page.say('An `up` of ours after theirs starts what does not run and recreates nothing:');
    const stack = await page.seaworthy(`const stack = await up('compose.yaml', { projectName: 'theirs' });\nstack.warnings`, () => up(path, { projectName: theirs }), ({ warnings }) => warnings);
    expect(await idsOf(theirs)).toEqual(before);
    const states = await page.seaworthy('(await ps(stack)).map(({ state }) => state)', () => ps(stack), (all) => all.map(({ state }) => state));
    expect(states.map(({ state }) => state)).toEqual(['running', 'running', 'running', 'running']);
    await recreateWhatChanged(before);
    const report = await page.seaworthy(`await down(stack, { volumes: true })`, () => down(stack, { volumes: true }), (removed) => ({ ...removed, containers: [...removed.containers].sort() }));
    expect(report.volumes).toEqual([`${theirs}_data`]);
    expect(await leftOf(theirs)).toEqual([]);
    const version = execFileSync(COMPOSE!, ['version', '--short'], { encoding: 'utf8' });
    if (RELEASE.test(version)) await expect(page.toString()).toMatchFileSnapshot('../../../docs/interoperation.md');
  });

  /** With another value of one variable, its service is another one, and so is what shares its network. */
  const recreateWhatChanged = async (before: Readonly<Record<string, string>>): Promise<void> => {
    await writeFile(path, file('goodbye'));
    page.say('With another value of `GREETING`, `db` is made anew, and `sidecar`, which shares its network; `web` is only restarted:');
    const stack: Stack = await page.seaworthy(`await up('compose.yaml', { projectName: 'theirs' });`, () => up(path, { projectName: theirs }));
    const after = await idsOf(theirs);
    expect(Object.keys(after).filter((name) => after[name] === before[name]).sort()).toEqual([`${theirs}-web-1`, `${theirs}-web-2`]);
    expect(stack.warnings).toEqual([]);
    page.say('And docker compose agrees:');
    await page.compose('-f', path, '-p', theirs, 'up', '-d', '--wait');
    expect(await idsOf(theirs)).toEqual(after);
  };
});
