import { describe, expectTypeOf, it } from 'vitest';
import { defineStack, type PublishedPort, type ServiceName } from '../../src/engine/compose/define.ts';
import type { ComposeSpec } from '../../src/engine/compose/spec.ts';

describe('a good spec', () => {
  const shop = defineStack({
    name: 'shop',
    services: {
      db: {
        image: 'postgres:16-alpine',
        ports: ['5432', '127.0.0.1:${PORT:-9187}:9187/tcp'],
        volumes: ['data:/var/lib/postgresql/data', './init:/docker-entrypoint-initdb.d:ro', '/anonymous', { type: 'volume', source: 'data', target: '/copy' }],
        secrets: ['password', { source: 'password', target: '/p' }],
        healthcheck: { test: ['CMD', 'pg_isready'], interval: '5s', retries: 6 },
      },
      web: {
        build: { context: './web', args: { VERSION: 1 } },
        depends_on: { db: { condition: 'service_healthy' } },
        networks: ['default', 'front'],
        ports: [8080, { target: 9090, published: 9090 }],
        'x-note': { any: 'thing' },
      },
      worker: { image: 'worker', depends_on: ['db', 'web'], networks: { front: { aliases: ['w'] } }, ports: ['3000-3005'] },
      idle: { image: 'idle' },
    },
    networks: { front: { driver: 'bridge' } },
    volumes: { data: null },
    secrets: { password: { environment: 'PASSWORD' } },
    'x-team': 'orders',
  });
  type Shop = typeof shop;

  it('keeps the names of its services', () => {
    expectTypeOf<ServiceName<Shop>>().toEqualTypeOf<'db' | 'web' | 'worker' | 'idle'>();
  });

  it('keeps its container ports', () => {
    expectTypeOf<PublishedPort<Shop, 'db'>>().toEqualTypeOf<5432 | 9187>();
    expectTypeOf<PublishedPort<Shop, 'web'>>().toEqualTypeOf<8080 | 9090>();
  });

  it('knows any number where ports are ranges or not said', () => {
    expectTypeOf<PublishedPort<Shop, 'worker'>>().toEqualTypeOf<number>();
    expectTypeOf<PublishedPort<Shop, 'idle'>>().toEqualTypeOf<number>();
  });

  it('is a spec', () => {
    expectTypeOf(shop).toExtend<ComposeSpec>();
  });
});

describe('a spec that is not a literal', () => {
  it('has services of any name', () => {
    expectTypeOf<ServiceName<ComposeSpec>>().toEqualTypeOf<string>();
    const spec: ComposeSpec = { services: {} };
    expectTypeOf(defineStack(spec)).toEqualTypeOf<ComposeSpec>();
  });
});

describe('names that are only known when the program runs', () => {
  it('compile', () => {
    const others: string[] = ['db'];
    const mounts: string[] = ['data:/data'];
    defineStack({ services: { db: { image: 'postgres' }, web: { image: 'web', depends_on: others, networks: others, volumes: mounts } } });
  });
});

describe('a spec that refers to what it does not declare', () => {
  it('does not compile for a service', () => {
    defineStack({
      services: {
        db: { image: 'postgres' },
        // @ts-expect-error "bd" is not a service of this stack
        web: { image: 'web', depends_on: ['bd'] },
      },
    });
    defineStack({
      services: {
        db: { image: 'postgres' },
        // @ts-expect-error "bd" is not a service of this stack
        web: { image: 'web', depends_on: { bd: { condition: 'service_started' } } },
      },
    });
  });

  it('does not compile for a network', () => {
    defineStack({
      services: {
        // @ts-expect-error "back" is not a network of this stack
        web: { image: 'web', networks: ['back'] },
      },
      networks: { front: {} },
    });
  });

  it('does not compile for a named volume, short or long', () => {
    defineStack({
      services: {
        // @ts-expect-error "dta" is not a volume of this stack
        web: { image: 'web', volumes: ['dta:/data'] },
      },
      volumes: { data: {} },
    });
    defineStack({
      services: {
        // @ts-expect-error "dta" is not a volume of this stack
        web: { image: 'web', volumes: [{ type: 'volume', source: 'dta', target: '/data' }] },
      },
      volumes: { data: {} },
    });
  });

  it('does not compile for a secret or a config', () => {
    defineStack({
      services: {
        // @ts-expect-error "token" is not a secret of this stack
        web: { image: 'web', secrets: ['token'] },
      },
    });
    defineStack({
      services: {
        // @ts-expect-error "conf" is not a config of this stack
        web: { image: 'web', configs: [{ source: 'conf' }] },
      },
    });
  });
});

describe('a spec with a misspelt key or a wrong value', () => {
  it('does not compile', () => {
    // @ts-expect-error "imge" is not a key of a service
    defineStack({ services: { web: { imge: 'web' } } });
    // @ts-expect-error "service" is not a key of a stack
    defineStack({ service: { web: { image: 'web' } } });
    // @ts-expect-error the condition is not one of the three
    defineStack({ services: { web: { image: 'web', depends_on: { web: { condition: 'ready' } } } } });
    // @ts-expect-error a user is text
    defineStack({ services: { web: { image: 'web', user: 1000 } } });
  });
});
