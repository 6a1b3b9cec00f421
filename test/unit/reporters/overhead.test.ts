import type { TestCase } from 'vitest/node';
import { expect, test } from 'vitest';
import EvidenceReporter from '../../../src/reporters/vitest.ts';

test('a passing test costs the reporter less than a millisecond', async () => {
  const reporter = new EvidenceReporter();
  const meta = {};
  const passed = { meta: () => meta, result: () => ({ state: 'passed', errors: [] }), diagnostic: () => ({ startTime: 0, duration: 1 }) } as unknown as TestCase;
  const rounds = 2_000;
  const startMs = performance.now();
  for (let round = 0; round < rounds; round += 1) await reporter.onTestCaseResult(passed);
  expect((performance.now() - startMs) / rounds).toBeLessThan(1);
});
