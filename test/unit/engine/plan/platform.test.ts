import { expect, test } from 'vitest';
import { isForPlatform } from '../../../../src/engine/plan/platform.ts';

test.each([
  [undefined, true],
  ['linux/amd64', true],
  ['Linux/x86_64', true],
  ['linux', true],
  ['amd64', true],
  ['x86-64', true],
  ['linux/arm64', false],
  ['aarch64', false],
  ['windows/amd64', false],
  ['linux/386', false],
])('an image for linux/amd64 and the platform %s', (platform, fits) => {
  expect(isForPlatform({ os: 'linux', arch: 'amd64' }, platform)).toBe(fits);
});

test('an image for an arm of 32 bits fits each of its variants', () => {
  expect(isForPlatform({ os: 'linux', arch: 'arm' }, 'linux/arm/v7')).toBe(true);
  expect(isForPlatform({ os: 'linux', arch: 'arm' }, 'linux/armhf')).toBe(true);
});
