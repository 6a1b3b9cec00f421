import { inject, test as base, expectTypeOf, test } from 'vitest';
import type { Address, Service, Stack, StackSnapshot } from '../../src/types.ts';
import { ephemeral, injectStack, stackFixture } from '../../src/fixtures/vitest/index.ts';
import type { ProvidedStacks } from '../../src/fixtures/vitest/global-setup.ts';
import { stackSetup } from '../../src/fixtures/vitest/global-setup.ts';

const stacks = {
  typedShop: {
    services: {
      db: { image: 'postgres', ports: ['5432'] },
      web: { image: 'nginx', ports: [{ target: 80 }, '127.0.0.1:8443:443'] },
      worker: { image: 'busybox' },
    },
  },
  typedFile: './compose.yaml',
  typedFiles: ['./a.yaml', { services: { db: { image: 'postgres' } } }],
} as const;
const shop = stacks.typedShop;

declare module 'vitest' {
  interface ProvidedContext extends ProvidedStacks<typeof stacks> {
    typedByHand: StackSnapshot;
    notAStack: string;
  }
}

test('a spec written as an object gives injected handles its services and ports', () => {
  const stack = injectStack('typedShop');
  expectTypeOf(stack.services.db).toEqualTypeOf<Service<5432>>();
  expectTypeOf(stack.services.web).toEqualTypeOf<Service<80 | 443>>();
  expectTypeOf(stack).toHaveProperty('services').toHaveProperty('worker');
  // @ts-expect-error a misspelt service
  expectTypeOf(stack.services.bd).toBeAny();
  // @ts-expect-error a port that is not published
  stack.services.db.port(5433);
});

test('plain data has the services and ports of a typed spec', () => {
  expectTypeOf(inject('typedShop').services.db.ports['5432']).toEqualTypeOf<Address>();
});

test('a Compose file gives services any name', () => {
  expectTypeOf(injectStack('typedFile').services['db']!).toEqualTypeOf<Service>();
  expectTypeOf(injectStack('typedByHand').services['db']!).toEqualTypeOf<Service>();
  expectTypeOf(inject('typedFiles')).toEqualTypeOf<StackSnapshot>();
});

test('injected handles are what a function over stacks takes', () => {
  const url = (stack: Stack): string => stack.project;
  url(injectStack('typedShop'));
  url(injectStack('typedFile'));
});

test('only provided stacks can be injected', () => {
  // @ts-expect-error nothing of this name is provided
  injectStack('shoop');
  // @ts-expect-error what is provided under this name is no stack
  injectStack('notAStack');
});

test('a fixture gives tests the handles of its source', () => {
  const typed = base.extend({ shop: stackFixture(shop, { scope: 'file' }) });
  typed('typed', ({ shop: stack }) => {
    expectTypeOf(stack.services.db).toEqualTypeOf<Service<5432>>();
  });
  const file = base.extend({ shop: stackFixture('./compose.yaml') });
  file('untyped', ({ shop: stack }) => {
    expectTypeOf(stack).toEqualTypeOf<Stack>();
  });
  const stated = base.extend({ shop: stackFixture<{ db: 5432 }>('./compose.yaml', { scope: 'worker', profiles: ['debug'] }) });
  stated('stated', ({ shop: stack }) => {
    expectTypeOf(stack.services.db).toEqualTypeOf<Service<5432>>();
  });
});

test('fixtures go along with a user’s own', () => {
  const both = base.extend<{ url: string; shop: Stack }>({ shop: stackFixture('./compose.yaml'), url: async ({ shop: stack }, use) => use(stack.project) });
  both('both', ({ url }) => {
    expectTypeOf(url).toEqualTypeOf<string>();
  });
});

test('a fixture has one of three scopes', () => {
  // @ts-expect-error not a scope
  stackFixture(shop, { scope: 'run' });
});

test('an ephemeral stack is a fixture like any other', () => {
  const typed = base.extend({ shop: ephemeral(shop, { pool: 2, env: { DATABASE_URL: 'postgres://{db:5432}' }, whenUnavailable: 'skip' }) });
  typed('typed', ({ shop: stack }) => {
    expectTypeOf(stack.services.db).toEqualTypeOf<Service<5432>>();
  });
  // @ts-expect-error its scope is a test
  ephemeral(shop, { scope: 'file' });
});

test('a reset before a rerun is given the stacks by their names', () => {
  stackSetup(stacks, {
    env: { DATABASE_URL: 'postgres://{typedShop.db:5432}' },
    composeEnv: { TAG: '1' },
    onRerun: ({ typedShop, typedFile }) => {
      expectTypeOf(typedShop).toEqualTypeOf<Stack>();
      expectTypeOf(typedFile).toEqualTypeOf<Stack>();
    },
  });
  // @ts-expect-error no stack of this name
  stackSetup(stacks, { onRerun: ({ shoop }) => expectTypeOf(shoop).toBeAny() });
});

test('a global setup takes sources and what up takes', () => {
  expectTypeOf(stackSetup(stacks, { timeoutMs: 1, profiles: ['debug'] })).toBeFunction();
  // @ts-expect-error a number is no source
  stackSetup({ shop: 1 });
});
