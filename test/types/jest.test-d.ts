import { expectTypeOf, test } from 'vitest';
import { ephemeral, injectStack, type ProvidedStacks } from '../../src/fixtures/jest/index.ts';
import { withStack } from '../../src/fixtures/jest/environment.ts';
import { stackSetup } from '../../src/fixtures/jest/global-setup.ts';
import { useStack } from '../../src/fixtures/node-test/index.ts';
import type { Service, Stack } from '../../src/types.ts';

const stacks = {
  typedShop: { services: { db: { image: 'postgres', ports: ['5432'] }, worker: { image: 'busybox' } } },
  typedFile: './compose.yaml',
} as const;

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- as users write it
  namespace Seaworthy {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- as users write it
    interface Stacks extends ProvidedStacks<typeof stacks> {}
  }
}

test('declared stacks give handles their services and ports, injected and on the global object', () => {
  expectTypeOf(injectStack('typedShop').services.db).toEqualTypeOf<Service<5432>>();
  expectTypeOf(globalThis.stacks.typedShop.services.db).toEqualTypeOf<Service<5432>>();
  expectTypeOf(injectStack('typedFile').services['db']!).toEqualTypeOf<Service>();
  expectTypeOf(globalThis.stack).toEqualTypeOf<Stack>();
  // @ts-expect-error a port that is not published
  injectStack('typedShop').services.db.port(5433);
  // @ts-expect-error a stack that is not declared
  injectStack('shoop');
});

test('a stack of a test or of hooks has what its spec says', () => {
  expectTypeOf(ephemeral(stacks.typedShop).services.db).toEqualTypeOf<Service<5432>>();
  expectTypeOf(ephemeral<{ db: 5432 }>('./compose.yaml', { timeoutMs: 1 }).services.db).toEqualTypeOf<Service<5432>>();
  expectTypeOf(useStack(stacks.typedShop, { signal: AbortSignal.timeout(1) }).services.db).toEqualTypeOf<Service<5432>>();
  expectTypeOf(useStack('./compose.yaml', { whenUnavailable: 'skip' }).skip).toEqualTypeOf<string | false>();
  // @ts-expect-error a stack of a test has a name of its own
  ephemeral(stacks.typedShop, { projectName: 'shop' });
});

test('an environment stays what it is', () => {
  class Page {
    global: typeof globalThis = globalThis;
    readonly page = 'page';
    async setup(): Promise<void> {}
    async teardown(): Promise<void> {}
  }
  expectTypeOf(withStack(Page)).toEqualTypeOf<typeof Page>();
  // @ts-expect-error no environment
  withStack(Date);
});

test('a global setup takes sources and what up takes', () => {
  expectTypeOf(stackSetup(stacks, { timeoutMs: 1, whenUnavailable: 'skip' })).toBeFunction();
  // @ts-expect-error a number is no source
  stackSetup({ shop: 1 });
});
