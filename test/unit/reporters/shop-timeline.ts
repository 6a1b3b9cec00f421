import type { TimelineEntry } from '../../../src/engine/lifecycle/stack.ts';

/** The story of a stack of three: `web` waits for `db` to be ready and for `migrate` to end. */
export const shopTimeline: readonly TimelineEntry[] = [
  { atMs: 3, what: 'resolved' },
  { atMs: 10, what: 'pulling', service: 'db', detail: 'redis:7' },
  { atMs: 510, what: 'image', service: 'db', detail: 'redis:7' },
  { atMs: 511, what: 'image' },
  { atMs: 520, what: 'network' },
  { atMs: 521, what: 'creating', service: 'web', detail: 'shop-web-1' },
  { atMs: 522, what: 'creating', service: 'db', detail: 'shop-db-1' },
  { atMs: 523, what: 'creating', service: 'migrate', detail: 'shop-migrate-1' },
  { atMs: 560, what: 'created', service: 'db', detail: 'shop-db-1' },
  { atMs: 565, what: 'created', service: 'web', detail: 'shop-web-1' },
  { atMs: 566, what: 'waiting', service: 'web', detail: 'db, migrate', waitsFor: [{ service: 'db', condition: 'service_healthy' }, { service: 'migrate', condition: 'service_completed_successfully' }] },
  { atMs: 570, what: 'created', service: 'migrate', detail: 'shop-migrate-1' },
  { atMs: 571, what: 'waiting', service: 'migrate', detail: 'db', waitsFor: [{ service: 'db', condition: 'service_healthy' }] },
  { atMs: 572, what: 'starting', service: 'db', detail: 'shop-db-1' },
  { atMs: 700, what: 'started', service: 'db', detail: 'shop-db-1' },
  { atMs: 750, what: 'probe', service: 'db', detail: 'exit 1' },
  { atMs: 800, what: 'probe', service: 'db', detail: 'exit 1' },
  { atMs: 900, what: 'probe', service: 'db', detail: 'exit 0' },
  { atMs: 901, what: 'ready', service: 'db', detail: 'shop-db-1' },
  { atMs: 902, what: 'starting', service: 'migrate', detail: 'shop-migrate-1' },
  { atMs: 1000, what: 'started', service: 'migrate', detail: 'shop-migrate-1' },
  { atMs: 1500, what: 'exited', service: 'migrate', detail: 'shop-migrate-1' },
  { atMs: 1501, what: 'starting', service: 'web', detail: 'shop-web-1' },
  { atMs: 1600, what: 'started', service: 'web', detail: 'shop-web-1' },
  { atMs: 1700, what: 'ready', service: 'web', detail: 'shop-web-1' },
];

/** The same, with `migrate` failing: `web` is never started. */
export const failedTimeline: readonly TimelineEntry[] = [...shopTimeline.slice(0, -4), { atMs: 1400, what: 'failed' }];
