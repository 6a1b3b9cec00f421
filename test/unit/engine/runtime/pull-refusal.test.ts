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
  expect(meaningOf(seen, 'a:1')).toBe(meaning);
});

test.each([
  ['absent', 'app:429', 'the engine answered 404, "manifest for app:429 not found: manifest unknown"'],
  ['absent', 'app:403', 'the engine answered 404, "manifest for app:403 not found: manifest unknown"'],
  ['absent', 'app:500', 'the engine answered 500, "docker.io/library/app:500: not found"'],
  ['other', 'app:500', 'the engine says "failed to register layer of app:500: no space left on device"'],
  ['other', 'r.test:5000/team/app:500', 'the engine answered 500, "Get "https://r.test:5000/v2/team/app/manifests/500": something new"'],
  ['absent', 'r.test/unauthorized/timeout:1', 'the engine answered 404, "manifest for r.test/unauthorized/timeout:1 not found"'],
  ['unreachable', 'app:503', 'the engine answered 500, "Get "https://registry-1.docker.io/v2/library/app/manifests/503": dial tcp: lookup registry-1.docker.io: no such host"'],
  ['passing', 'app:503', 'the engine answered 500, "received unexpected HTTP status: 503"'],
  ['passing', 'app:403', 'the engine answered 500, "Head "https://registry-1.docker.io/v2/library/app/manifests/403": unexpected EOF"'],
  ['denied', 'app:401', 'the engine answered 500, "reading manifest 401 in docker.io/library/app: unexpected status code 401"'],
  ['denied', 'denied:1', 'the engine answered 404, "pull access denied for denied, repository does not exist or may require \'docker login\'"'],
])('takes as %s of the image %s: %s', (meaning, reference, seen) => {
  expect(meaningOf(seen, reference)).toBe(meaning);
});
