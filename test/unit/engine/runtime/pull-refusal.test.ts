import { expect, test } from 'vitest';
import { meaningOf } from '../../../../src/engine/runtime/pull-refusal.ts';

test.each([
  ['denied', 'the engine answered 500, "Head "http://127.0.0.1:5000/v2/a/manifests/1": no basic auth credentials"'],
  ['denied', 'the engine says "unauthorized: authentication required"'],
  ['denied', 'the engine answered 404, "pull access denied for a, repository does not exist or may require \'docker login\'"'],
  ['absent', 'the engine answered 404, "manifest for a:1 not found: manifest unknown"'],
  ['platform', 'the engine says "no matching manifest for linux/s390x in the manifest list entries"'],
  ['unreachable', 'the engine answered 500, "Get "https://r/v2/": dial tcp: lookup r: no such host"'],
  ['unreachable', 'the engine answered 500, "dial tcp 127.0.0.1:9: connect: connection refused"'],
  ['passing', 'the engine answered 500, "received unexpected HTTP status: 503 Service Unavailable"'],
  ['passing', 'the engine says "unexpected EOF"'],
  ['passing', 'the engine answered 500, "toomanyrequests: You have reached your pull rate limit. You may increase it by authenticating"'],
  ['passing', 'the engine answered 500, "Get "https://r/v2/": net/http: TLS handshake timeout"'],
  ['other', 'the engine answered 500, "something new"'],
  ['other', 'the engine says "no space left on device"'],
])('takes as %s: %s', (meaning, seen) => {
  expect(meaningOf(seen)).toBe(meaning);
});
