import { expect, it } from 'vitest';
import { debianMirrors } from '../../../scripts/setup/debian-sid.mjs';

it("finds Debian's mirrors among the sources of a machine", () => {
  const targets = [
    'http://mirror.test/debian/|bookworm|main',
    'http://mirror.test/debian/|bookworm-updates|main',
    'http://mirror.test/debian-security/|bookworm-security|main',
    'http://mirror.test/debian/|bookworm|contrib',
    'https://vendor.test/linux/|bookworm|stable',
    '',
  ].join('\n');
  expect(debianMirrors(targets, 'bookworm')).toEqual(['http://mirror.test/debian/']);
});
