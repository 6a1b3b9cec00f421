import { expect, it } from 'vitest';
import { effectiveHealthcheck } from '../../../../src/engine/plan/effective-healthcheck.ts';

it('merges a healthcheck into that of the image as the engine does', () => {
  const image = { test: ['CMD', 'check'], intervalMs: 1000, retries: 2 };
  expect(effectiveHealthcheck(undefined, image)).toEqual(image);
  expect(effectiveHealthcheck({ Interval: 2e9 }, image)).toEqual({ ...image, intervalMs: 2000 });
  expect(effectiveHealthcheck({ Test: ['NONE'] }, image)).toBeUndefined();
  expect(effectiveHealthcheck({ Interval: 2e9 }, undefined)).toBeUndefined();
});
