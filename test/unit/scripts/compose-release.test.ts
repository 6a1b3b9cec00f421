import { expect, it } from 'vitest';
import { comparedRelease, parseRelease, releaseNote } from '../../../scripts/setup/compose-release.mjs';

it.each([
  ['2.40.3-3\n', '2.40.3'],
  ['v2.40.3-desktop.1\n', '2.40.3'],
  ['5.0.0', '5.0.0'],
  ['docker-compose version 1.29.2', undefined],
  ['', undefined],
])('reads the release in %j', (text, release) => {
  expect(parseRelease(text)).toBe(release);
});

it('says what a difference may come from, unless the release is the one that was compared with', () => {
  expect(releaseNote(comparedRelease)).toBe('');
  expect(releaseNote('9.9.9')).toMatchInlineSnapshot(`" (the tests list the differences from 2.40.3: one that they report may be of this release)"`);
});
