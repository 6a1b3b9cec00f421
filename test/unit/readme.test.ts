import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ServiceEvidence } from '../../src/engine/lifecycle/evidence.ts';
import { exitedError } from '../../src/engine/lifecycle/failure.ts';
import { evidenceText } from '../../src/reporters/evidence-text.ts';
import { refusalOf, temporaryProject } from './engine/compose/temporary-project.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = readme.split('```').filter((_text, place) => place % 2 === 1);
const blockWith = (beginning: string): string => blocks.find((block) => block.includes(beginning))?.trim() ?? `no block of the README has ${beginning}`;

it('shows a file that is wrong as it is refused', async () => {
  const text = 'services:\n  orders:\n    image: orders\n    depends_on: [databse]\n    helthcheck:\n      test: "true"\n  database: {image: postgres}\n';
  const directory = await temporaryProject({ 'bad.yaml': text });
  expect(`SpecError: ${(await refusalOf(join(directory, 'bad.yaml'), directory)).text}`).toBe(blockWith('SpecError: '));
});

it('shows a stack that does not come up as the error says it', () => {
  const shown = blockWith('StartError: ');
  const logTail = [/migrate \| (psql: .*)/.exec(shown)?.[1] ?? ''];
  const error = exitedError({ service: 'migrate', phase: 'ready', container: 'shop-31c007fe-migrate-1', exitCode: 2, waiting: ['orders'], logTail });
  expect(`StartError: ${error.message}`).toBe(shown);
});

it('shows what services wrote as the reporter writes it', () => {
  const [, heading = ''] = /(stack shop [^]*?)\n\n/.exec(blockWith('stack shop (project')) ?? [];
  const timeMs = Date.parse('2026-11-24T06:25:56.228Z');
  const quiet = (service: string): ServiceEvidence => ({ service, container: `shop-19efe9df-${service}-1`, state: 'running', health: 'healthy', outOfMemory: false, restarts: 0, lines: [], omitted: 0, probes: [] }) as unknown as ServiceEvidence;
  const said = [...heading.matchAll(/orders \| [\d:.]+ (.*)/g)].map(([, text = '']) => ({ stream: 'stdout', timeMs, text }) as const);
  expect(said).toHaveLength(2);
  const services = [quiet('cache'), quiet('database'), { ...quiet('orders'), lines: said }] as unknown as readonly ServiceEvidence[];
  expect(evidenceText({ stack: 'shop', project: 'shop-19efe9df', services }, { during: 'test' })).toBe(heading);
});
