import { expect, test } from 'vitest';
import { translateConnectionError, translateStatus } from '../../../../src/engine/runtime/translate-error.ts';
import type { Deed } from '../../../../src/engine/runtime/translate-error.ts';

const start: Deed = { noun: 'container', verb: 'start', name: 'shop-db-1' };
const json = (message: string): string => JSON.stringify({ message });

test.each<[string, number, string, Deed, string]>([
  ['a host port that docker has given away', 500, 'driver failed programming external connectivity: Bind for 127.0.0.1:80 failed: port is already allocated', start, 'PORT_IN_USE'],
  ['a host port that a process holds', 500, 'listen tcp4 0.0.0.0:80: bind: address already in use', start, 'PORT_IN_USE'],
  ['a host port on Docker Desktop', 500, 'Ports are not available: exposing port TCP 0.0.0.0:80', start, 'PORT_IN_USE'],
  ['a command that does not exist', 400, 'OCI runtime create failed: exec: "nope": executable file not found in $PATH', start, 'START_REJECTED'],
  ['a container that is gone', 404, 'No such container: shop-db-1', start, 'RESOURCE_MISSING'],
  ['an image that is absent', 404, 'No such image: nope:latest', { noun: 'container', verb: 'create', name: 'a' }, 'IMAGE_MISSING'],
  ['an image that Podman does not have', 404, 'no such image', { noun: 'container', verb: 'create', name: 'a' }, 'IMAGE_MISSING'],
  ['a network that is absent', 404, 'network shop_default not found', { noun: 'container', verb: 'create', name: 'a' }, 'RESOURCE_MISSING'],
  ['a name that is taken', 409, 'Conflict. The container name "/a" is already in use', { noun: 'container', verb: 'create', name: 'a' }, 'RESOURCE_CONFLICT'],
  ['a body the engine refuses', 400, 'invalid mount config', { noun: 'container', verb: 'create', name: 'a' }, 'START_REJECTED'],
  ['a container that does not run', 409, 'Container abc is not running', { noun: 'container', verb: 'kill', name: 'a' }, 'RESOURCE_CONFLICT'],
  ['a network with endpoints', 403, 'error while removing network: network a id b has active endpoints', { noun: 'network', verb: 'remove', name: 'a' }, 'RESOURCE_CONFLICT'],
  ['a second network of one name', 409, 'network with name a already exists', { noun: 'network', verb: 'create', name: 'a' }, 'RESOURCE_CONFLICT'],
  ['a network that is part of the engine', 403, 'bridge is a pre-defined network and cannot be removed', { noun: 'network', verb: 'remove', name: 'bridge' }, 'BACKEND_REQUEST'],
  ['a volume in use', 409, 'remove a: volume is in use - [b]', { noun: 'volume', verb: 'remove', name: 'a' }, 'RESOURCE_CONFLICT'],
  ['a command in a stopped container', 409, 'Container a is not running', { noun: 'exec', verb: 'run a command in', name: 'a' }, 'SERVICE_NOT_RUNNING'],
  ['a command in a stopped container of Podman', 500, 'container state improper', { noun: 'exec', verb: 'run a command in', name: 'a' }, 'SERVICE_NOT_RUNNING'],
  ['a command in a container that is gone', 404, 'No such container: a', { noun: 'exec', verb: 'run a command in', name: 'a' }, 'RESOURCE_MISSING'],
  ['anything else', 500, 'boom', { noun: 'volume', verb: 'list' }, 'BACKEND_REQUEST'],
])('knows %s', (_title, status, message, deed, code) => {
  expect(translateStatus(status, json(message), deed)).toMatchObject({ code });
});

test('says what, what was seen and what to do', () => {
  expect(translateStatus(500, json('port is already allocated'), start).message).toMatchInlineSnapshot(`"Could not start container "shop-db-1": the engine answered 500, "port is already allocated". Free that host port, or publish the container port without one: it then gets a free port."`);
  expect(translateStatus(404, json('No such image: nope:1'), { noun: 'container', verb: 'create', name: 'a' }).message).toMatchInlineSnapshot(`"Could not create container "a": the engine answered 404, "No such image: nope:1". Pull or build the image first, or correct its name."`);
  expect(translateStatus(409, json('Container a is not running'), { noun: 'exec', verb: 'run a command in', name: 'a' }).message).toMatchInlineSnapshot(`"Could not run a command in container "a": the engine answered 409, "Container a is not running". A command can only run in a running container; look at the container's log for why it is not."`);
  expect(translateStatus(409, json('Container a is paused'), { noun: 'container', verb: 'kill', name: 'a' }).message).toMatchInlineSnapshot(`"Could not kill container "a": the engine answered 409, "Container a is paused". Its state does not allow that: start or unpause the container first."`);
  expect(translateStatus(409, json('in use'), { noun: 'volume', verb: 'remove', name: 'data' }).message).toMatchInlineSnapshot(`"Could not remove volume "data": the engine answered 409, "in use". Remove or rename what is in the way, or wait until it is no longer in use."`);
  expect(translateStatus(404, json('No such container'), { noun: 'container', verb: 'stop', name: 'f'.repeat(64) }).message).toMatchInlineSnapshot(`"Could not stop container "ffffffffffff": the engine answered 404, "No such container". It was removed meanwhile, or never existed: correct the name, or create it again."`);
  expect(translateStatus(400, json('invalid mount'), start).message).toMatchInlineSnapshot(`"Could not start container "shop-db-1": the engine answered 400, "invalid mount". Correct what the engine names and try again."`);
  expect(translateStatus(500, json('boom'), { noun: 'volume', verb: 'list' }).message).toMatchInlineSnapshot(`"Could not list volumes: the engine answered 500, "boom". Correct what the engine names, or read the engine's log."`);
});

test('shows an answer that is not JSON as it is, and keeps the status', () => {
  const error = translateStatus(502, 'Bad Gateway\n', { noun: 'container', verb: 'list' });
  expect(error).toMatchObject({ code: 'BACKEND_REQUEST', status: 502 });
  expect(error.message).toMatchInlineSnapshot(`"Could not list containers: the engine answered 502, "Bad Gateway". Correct what the engine names, or read the engine's log."`);
  expect(translateStatus(500, '', { noun: 'container', verb: 'list' }).message).toMatchInlineSnapshot(`"Could not list containers: the engine answered 500. Correct what the engine names, or read the engine's log."`);
});

const failure = (code: string): Error => Object.assign(new Error(`connect ${code} /x`), { code });
const fresh = { endpoint: 'unix:///x', answered: false };

test.each([
  ['ENOENT', 'BACKEND_UNAVAILABLE', 'BACKEND_LOST'],
  ['ECONNREFUSED', 'BACKEND_UNAVAILABLE', 'BACKEND_LOST'],
  ['ECONNRESET', 'BACKEND_UNAVAILABLE', 'BACKEND_LOST'],
  ['EPIPE', 'BACKEND_UNAVAILABLE', 'BACKEND_LOST'],
  ['EACCES', 'BACKEND_PERMISSION', 'BACKEND_PERMISSION'],
])('tells an engine that never answered from one that is gone by %s', (code, before, after) => {
  expect(translateConnectionError(failure(code), start, fresh).code).toBe(before);
  expect(translateConnectionError(failure(code), start, { ...fresh, answered: true }).code).toBe(after);
});

test('says why an engine cannot be reached and what to do', () => {
  expect(translateConnectionError(failure('ECONNREFUSED'), start, fresh).message).toMatchInlineSnapshot(`"Could not start container "shop-db-1" on the container engine at unix:///x: nothing listens there (ECONNREFUSED). Start the engine, or point DOCKER_HOST or SEAWORTHY_BACKEND at one that runs."`);
  expect(translateConnectionError(failure('EACCES'), start, fresh).message).toMatchInlineSnapshot(`"Could not start container "shop-db-1" on the container engine at unix:///x: permission denied (EACCES). Give this user access to the socket: on Linux add it to the group that owns it (usually "docker") and log in again, or use a rootless engine."`);
  expect(translateConnectionError(failure('ECONNRESET'), start, { ...fresh, answered: true }).message).toMatchInlineSnapshot(`"Could not start container "shop-db-1" on the container engine at unix:///x: the connection broke (ECONNRESET). It answered before: see whether it was stopped or restarted, and read its log."`);
});

test('keeps the cause and what was tried', () => {
  const cause = failure('ENOENT');
  expect(translateConnectionError(cause, start, fresh)).toMatchObject({ cause, tried: [{ endpoint: 'unix:///x', source: 'given address', reason: 'there is no such socket (ENOENT)' }] });
});
