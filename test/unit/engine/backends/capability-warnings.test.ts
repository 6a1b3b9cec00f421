import { describe, expect, it } from 'vitest';
import { limitedFields } from '../../../../src/engine/backends/capability-warnings.ts';

const spec = {
  services: {
    app: { image: 'app', privileged: true, healthcheck: { test: 'true' }, volumes: ['./src:/src:z'] },
    plain: { image: 'app' },
  },
};

describe('the fields that an engine does not honour in full', () => {
  it('are none on an engine that does it all, by itself or with our help, where there is nothing to relabel', () => {
    expect(limitedFields(spec, 'docker')).toEqual([]);
    expect(limitedFields(spec, 'podman')).toEqual([]);
  });

  it.each(['docker-rootless', 'podman-rootless'] as const)('are privileges beyond those of the user on %s', (kind) => {
    expect(limitedFields(spec, kind)).toEqual([
      { path: 'services.app.privileged', service: 'app', message: `holds only in part on ${kind}: all rights of the user who runs the engine, and none beyond them` },
    ]);
  });
});
