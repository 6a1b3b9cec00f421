import { describe, expect, it } from 'vitest';
import { stalePackage } from '../../../scripts/setup/dependencies.mjs';

const lock = (packages: Record<string, object>): string => JSON.stringify({ packages: { '': { name: 'seaworthy' }, ...packages } });

describe('stalePackage', () => {
  const wanted = lock({
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0' },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true },
  });

  it('finds nothing when all is installed that this platform needs', () => {
    const installed = lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } });
    expect(stalePackage(wanted, installed)).toBeUndefined();
  });

  it('finds an installation that never ended', () => {
    expect(stalePackage(wanted, undefined)).toBe('node_modules is missing or incomplete');
  });

  it('finds a package that is missing', () => {
    expect(stalePackage(wanted, lock({ 'node_modules/a': { version: '1.0.0' } }))).toBe('node_modules/b is missing');
  });

  it('finds a package of another version', () => {
    const installed = lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0' } });
    expect(stalePackage(wanted, installed)).toBe('node_modules/b is 1.9.0, not 2.0.0');
  });

  it('finds a package that nothing asks for any more', () => {
    const installed = lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' }, 'node_modules/c': { version: '1.0.0' } });
    expect(stalePackage(wanted, installed)).toBe('node_modules/c is there and not in package-lock.json');
  });
});
