import { expect, expectTypeOf, test } from 'vitest';
import type { Service } from '../../src/types.ts';
import '../../src/matchers/vitest.ts';

declare const db: Service<5432>;

test('matchers that ask the engine return promises, and the one that does not returns none', () => {
  expectTypeOf(expect(db).toBeRunning()).toEqualTypeOf<Promise<void>>();
  expectTypeOf(expect(db).not.toHaveLogged(/error/i, { since: new Date(), timeoutMs: 100 })).toEqualTypeOf<Promise<void>>();
  expectTypeOf(expect(db).toExec(['psql', '-c', 'select 1'], { exitCode: 0, stdout: expect.stringContaining('1') }, { timeoutMs: 500 })).toEqualTypeOf<Promise<void>>();
  expectTypeOf(expect(db).toReach('web', 80)).toEqualTypeOf<Promise<void>>();
  expectTypeOf(expect(db).toReach(db, 80)).toEqualTypeOf<Promise<void>>();
  expectTypeOf(expect(db).toHaveRestarted(0)).toEqualTypeOf<Promise<void>>();
  expectTypeOf(expect(db).toHaveExited(1)).toEqualTypeOf<Promise<void>>();
  expectTypeOf(expect(db).toBeHealthy()).toEqualTypeOf<Promise<void>>();
  const look = (): void => expect(db).toHavePublished(5432, 'tcp');
  expectTypeOf(look).returns.toBeVoid();
});

test('arguments of the wrong type do not compile', () => {
  // @ts-expect-error a command in one text
  void expect(db).toExec('psql -c "select 1"');
  // @ts-expect-error a port as a text
  expect(db).toHavePublished('5432');
  // @ts-expect-error a number to look for
  void expect(db).toHaveLogged(1);
  // @ts-expect-error an unknown option
  void expect(db).toBeRunning({ timeout: 100 });
});
