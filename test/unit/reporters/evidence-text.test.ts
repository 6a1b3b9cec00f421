import { expect, test } from 'vitest';
import { evidenceText } from '../../../src/reporters/evidence-text.ts';
import type { StackEvidence } from '../../../src/reporters/stack-evidence.ts';
import { serviceEvidence } from './service-evidence.ts';

const shop = (...services: StackEvidence['services']): StackEvidence => ({ stack: 'shop', project: 'shop-1a2b3c4d', services });
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

test('says for each service its state and what it wrote', () => {
  const evidence = shop(serviceEvidence('db', { health: 'healthy' }), serviceEvidence('orders', { lines: ['GET /orders', 'relation "orders" does not exist'] }));
  expect(evidenceText(evidence, { during: 'test' })).toMatchInlineSnapshot(`
    "stack shop (project shop-1a2b3c4d) during this test:
      db      running (healthy), no lines
      orders  running, 2 lines:
        orders | 12:00:00.100 GET /orders
        orders | 12:00:00.101 relation "orders" does not exist"
  `);
});

test('says how a container ended', () => {
  const evidence = shop(serviceEvidence('worker', { state: 'exited', exitCode: 137, outOfMemory: true, restarts: 2, lines: ['one line'] }));
  expect(evidenceText(evidence, { during: 'suite' })).toMatchInlineSnapshot(`
    "stack shop (project shop-1a2b3c4d) during this suite:
      worker  exited (exit code 137, out of memory, restarted 2 times), 1 line:
        worker | 12:00:00.100 one line"
  `);
});

test('says exit code 0 and a single restart', () => {
  const evidence = shop(serviceEvidence('migrate', { state: 'exited', exitCode: 0, restarts: 1 }));
  expect(evidenceText(evidence, { during: 'test' })).toContain('migrate  exited (exit code 0, restarted once), no lines');
});

test('shows the last probes that failed, each with the end of its output', () => {
  const probe = (second: number, exitCode: number, output: string) => ({ startMs: Date.UTC(2026, 0, 2, 12, 0, second), endMs: Date.UTC(2026, 0, 2, 12, 0, second, 50), exitCode, output });
  const failing = [probe(1, 1, 'too early'), probe(2, 1, ''), probe(3, 0, 'fine'), probe(4, 1, 'a\nb\nc\n\u001B[31mrefused\u001B[0m\n'), probe(5, 137, 'out of time')];
  const evidence = shop(serviceEvidence('db', { health: 'unhealthy', probes: failing }), serviceEvidence('cache', { health: 'healthy', probes: [probe(1, 0, 'PONG')] }));
  expect(evidenceText(evidence, { during: 'test' })).toMatchInlineSnapshot(`
    "stack shop (project shop-1a2b3c4d) during this test:
      db     running (unhealthy), no lines
        probe failed at 12:00:02.050: exit code 1, no output
        probe failed at 12:00:04.050: exit code 1, b
          c
          refused
        probe failed at 12:00:05.050: exit code 137, out of time
      cache  running (healthy), no lines"
  `);
});

test('does not call a service that is ready starting because the engine has not probed it yet', () => {
  expect(evidenceText(shop(serviceEvidence('db', { health: 'starting' })), { during: 'test' })).toContain('  db  running, no lines');
});

test('shows the last ten lines of a long log and where the whole of it is', () => {
  const evidence = shop(serviceEvidence('db', { lines: numbered(12), omitted: 30 }));
  expect(evidenceText(evidence, { during: 'test', logFiles: new Map([['shop-db-1', '.seaworthy/run/test/shop/db.log']]) })).toMatchInlineSnapshot(`
    "stack shop (project shop-1a2b3c4d) during this test:
      db  running, 42 lines, the last 10:
        db | 12:00:00.102 line 3
        db | 12:00:00.103 line 4
        db | 12:00:00.104 line 5
        db | 12:00:00.105 line 6
        db | 12:00:00.106 line 7
        db | 12:00:00.107 line 8
        db | 12:00:00.108 line 9
        db | 12:00:00.109 line 10
        db | 12:00:00.110 line 11
        db | 12:00:00.111 line 12
        whole log: .seaworthy/run/test/shop/db.log"
  `);
});

test('cuts a very long line', () => {
  const text = evidenceText(shop(serviceEvidence('db', { lines: ['x'.repeat(301)] })), { during: 'test' });
  expect(text).toContain(`${'x'.repeat(300)} …`);
  expect(text).not.toContain('x'.repeat(301));
});

test('tells replicas of a service apart by their containers', () => {
  const evidence = shop(serviceEvidence('web', { container: 'shop-web-1', lines: ['a'] }), serviceEvidence('web', { container: 'shop-web-2', lines: ['b'] }));
  expect(evidenceText(evidence, { during: 'test' })).toMatchInlineSnapshot(`
    "stack shop (project shop-1a2b3c4d) during this test:
      shop-web-1  running, 1 line:
        shop-web-1 | 12:00:00.100 a
      shop-web-2  running, 1 line:
        shop-web-2 | 12:00:00.100 b"
  `);
});

test('says so when the engine could not be asked', () => {
  expect(evidenceText({ ...shop(), unavailable: 'no engine answers\ntried /var/run/docker.sock' }, { during: 'test' })).toMatchInlineSnapshot(`
    "stack shop (project shop-1a2b3c4d) during this test:
      no evidence: no engine answers
        tried /var/run/docker.sock"
  `);
});

test('names a stack that has no name of its own by its project', () => {
  expect(evidenceText({ stack: 'shop-1a2b3c4d', project: 'shop-1a2b3c4d', services: [] }, { during: 'test' })).toMatch(/^stack shop-1a2b3c4d during this test:/);
});

test('says so when the stack is gone', () => {
  expect(evidenceText(shop(), { during: 'test' })).toMatchInlineSnapshot(`
    "stack shop (project shop-1a2b3c4d) during this test:
      none of its containers is left"
  `);
});

test('says so when whole logs could not be written', () => {
  expect(evidenceText(shop(serviceEvidence('db')), { during: 'test', logFilesFailure: 'EROFS: read-only file system' })).toMatchInlineSnapshot(`
    "stack shop (project shop-1a2b3c4d) during this test:
      db  running, no lines
      whole logs could not be written: EROFS: read-only file system"
  `);
});
