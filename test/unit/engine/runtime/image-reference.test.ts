import { expect, test } from 'vitest';
import { parseImageReference } from '../../../../src/engine/runtime/image-reference.ts';

test.each([
  ['redis', 'redis', 'latest', 'docker.io'],
  ['redis:7-alpine', 'redis', '7-alpine', 'docker.io'],
  ['team/app', 'team/app', 'latest', 'docker.io'],
  ['localhost:5000/app', 'localhost:5000/app', 'latest', 'localhost:5000'],
  ['localhost/app:1', 'localhost/app', '1', 'localhost'],
  ['ghcr.io/team/app:1.2', 'ghcr.io/team/app', '1.2', 'ghcr.io'],
  ['redis@sha256:abc', 'redis', 'sha256:abc', 'docker.io'],
  ['host:5000/app:1@sha256:abc', 'host:5000/app', 'sha256:abc', 'host:5000'],
])('takes %s apart', (reference, name, version, registry) => {
  expect(parseImageReference(reference)).toEqual({ name, version, registry });
});
