import { expect, test } from 'vitest';
import { needsBuildKit } from '../../../../src/engine/lifecycle/needs-buildkit.ts';

test.each([
  ['RUN --mount=type=cache,target=/root/.npm npm ci', true],
  ['run --network=none --mount=type=secret,id=x make', true],
  ['COPY --from=build --chmod=755 /a /b', true],
  ['COPY --chmod=755 a b', true],
  ['ADD --link a b', true],
  ['RUN <<EOF\necho hi\nEOF', true],
  ['ARG TARGETARCH\nRUN echo $TARGETARCH', true],
  ['FROM --platform=$BUILDPLATFORM node:22', true],
  ['COPY --from=build --chown=1:1 /a /b', false],
  ['# RUN --mount is not used here\nRUN npm ci', false],
  ['RUN cat <<EOF2 | wc', true],
  ['RUN tool --mount=x', false],
  ['RUN echo MYTARGETARCH', false],
  ['# syntax=docker/dockerfile:1\nFROM scratch', false],
])('%j: %s', (dockerfile, needed) => {
  expect(needsBuildKit(dockerfile)).toBe(needed);
});
