import { expect, test } from 'vitest';
import { formatEndpoint, parseEndpoint } from '../../../../src/engine/runtime/endpoint.ts';

test.each([
  ['unix:///var/run/docker.sock', { kind: 'unix', path: '/var/run/docker.sock' }, 'unix:///var/run/docker.sock'],
  ['/run/podman/podman.sock', { kind: 'unix', path: '/run/podman/podman.sock' }, 'unix:///run/podman/podman.sock'],
  ['npipe:////./pipe/docker_engine', { kind: 'npipe', path: '//./pipe/docker_engine' }, 'npipe:////./pipe/docker_engine'],
  ['tcp://10.0.0.5', { kind: 'tcp', hostname: '10.0.0.5', port: 2375 }, 'tcp://10.0.0.5:2375'],
  ['tcp://docker:80', { kind: 'tcp', hostname: 'docker', port: 80 }, 'tcp://docker:80'],
  ['http://docker', { kind: 'tcp', hostname: 'docker', port: 80 }, 'tcp://docker:80'],
  ['TCP://[::1]:4243', { kind: 'tcp', hostname: '::1', port: 4243 }, 'tcp://[::1]:4243'],
])('reads %s', (text, endpoint, printed) => {
  expect(parseEndpoint(text)).toEqual(endpoint);
  expect(formatEndpoint(parseEndpoint(text))).toBe(printed);
});

const messageFor = (text: string): string => {
  try {
    parseEndpoint(text);
  } catch (error) {
    expect(error).toMatchObject({ name: 'BackendError', code: 'BACKEND_UNAVAILABLE' });
    return (error as Error).message;
  }
  throw new Error('it was accepted');
};

test('says what an address lacks', () => {
  expect(messageFor('docker.sock')).toMatchInlineSnapshot(`"Cannot use "docker.sock" as the address of a container engine: it has no scheme. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine or tcp://host:2375."`);
  expect(messageFor('unix://docker.sock')).toMatchInlineSnapshot(`"Cannot use "unix://docker.sock" as the address of a container engine: a unix socket needs an absolute path. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine or tcp://host:2375."`);
  expect(messageFor('npipe://')).toMatchInlineSnapshot(`"Cannot use "npipe://" as the address of a container engine: the name of the pipe is missing. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine or tcp://host:2375."`);
  expect(messageFor('tcp://')).toMatchInlineSnapshot(`"Cannot use "tcp://" as the address of a container engine: it is not a URL. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine or tcp://host:2375."`);
  expect(messageFor('fd://')).toMatchInlineSnapshot(`"Cannot use "fd://" as the address of a container engine: the scheme "fd" is unknown. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine or tcp://host:2375."`);
});

test('says what to use instead of TLS and SSH', () => {
  expect(messageFor('https://docker:2376')).toMatchInlineSnapshot(`"Cannot use "https://docker:2376" as the address of a container engine: TLS is not supported. Use an engine on a local socket, or tcp:// without TLS."`);
  expect(messageFor('ssh://me@docker')).toMatchInlineSnapshot(`"Cannot use "ssh://me@docker" as the address of a container engine: SSH is not supported. Forward the socket (ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock user@host) and use unix:///tmp/docker.sock."`);
});
