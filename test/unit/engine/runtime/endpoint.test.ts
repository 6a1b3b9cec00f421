import { expect, test } from 'vitest';
import { formatEndpoint, parseEndpoint } from '../../../../src/engine/runtime/endpoint.ts';

test.each([
  ['unix:///var/run/docker.sock', { kind: 'unix', path: '/var/run/docker.sock' }, 'unix:///var/run/docker.sock'],
  ['/run/podman/podman.sock', { kind: 'unix', path: '/run/podman/podman.sock' }, 'unix:///run/podman/podman.sock'],
  ['npipe:////./pipe/docker_engine', { kind: 'npipe', path: '//./pipe/docker_engine' }, 'npipe:////./pipe/docker_engine'],
  ['tcp://10.0.0.5', { kind: 'tcp', hostname: '10.0.0.5', port: 2375 }, 'tcp://10.0.0.5:2375'],
  ['tcp://docker:80', { kind: 'tcp', hostname: 'docker', port: 80 }, 'tcp://docker:80'],
  ['http://docker', { kind: 'tcp', hostname: 'docker', port: 80 }, 'tcp://docker:80'],
  ['https://docker', { kind: 'tcp', hostname: 'docker', port: 2376, tls: { verify: true } }, 'tcp://docker:2376'],
  ['ssh://docker', { kind: 'ssh', hostname: 'docker', path: '/var/run/docker.sock' }, 'ssh://docker'],
  ['ssh://me@[::1]:2222/run/user/1000/podman/podman.sock', { kind: 'ssh', hostname: '::1', port: 2222, user: 'me', path: '/run/user/1000/podman/podman.sock' }, 'ssh://me@[::1]:2222/run/user/1000/podman/podman.sock'],
  ['podman:///usr/bin/podman', { kind: 'podman', program: '/usr/bin/podman' }, 'podman:///usr/bin/podman'],
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
  expect(messageFor('docker.sock')).toMatchInlineSnapshot(`"Cannot use "docker.sock" as the address of a container engine: it has no scheme. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2375, https://host:2376 or ssh://user@host."`);
  expect(messageFor('unix://docker.sock')).toMatchInlineSnapshot(`"Cannot use "unix://docker.sock" as the address of a container engine: a unix socket needs an absolute path. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2375, https://host:2376 or ssh://user@host."`);
  expect(messageFor('npipe://')).toMatchInlineSnapshot(`"Cannot use "npipe://" as the address of a container engine: the name of the pipe is missing. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2375, https://host:2376 or ssh://user@host."`);
  expect(messageFor('tcp://')).toMatchInlineSnapshot(`"Cannot use "tcp://" as the address of a container engine: it is not a URL. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2375, https://host:2376 or ssh://user@host."`);
  expect(messageFor('fd://')).toMatchInlineSnapshot(`"Cannot use "fd://" as the address of a container engine: the scheme "fd" is unknown. Write it as unix:///path/to/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2375, https://host:2376 or ssh://user@host."`);
});

test('takes no secret and no option for a part of an address', () => {
  expect(messageFor('ssh://me:hunter2@docker')).toMatchInlineSnapshot(`"Cannot use "ssh://docker" as the address of a container engine: a password in it would be seen by every user of this machine. Use a key, or an agent that holds one."`);
  expect(messageFor('tcp://me:hunter2@docker:2375')).toMatchInlineSnapshot(`"Cannot use "tcp://docker:2375" as the address of a container engine: an engine knows no user and password in its address. Use TLS with a certificate of the client, or ssh://."`);
  expect(messageFor('ssh://-oProxyCommand=x@docker')).toMatchInlineSnapshot(`"Cannot use "ssh://-oProxyCommand=x@docker" as the address of a container engine: no user and no host begins with a dash. Write it as ssh://user@host, ssh://user@host:22 or ssh://user@host/path/to/docker.sock."`);
  expect(messageFor('ssh://')).toMatchInlineSnapshot(`"Cannot use "ssh://" as the address of a container engine: it is not a URL. Write it as ssh://user@host, ssh://user@host:22 or ssh://user@host/path/to/docker.sock."`);
  expect(messageFor('podman://podman')).toMatchInlineSnapshot(`"Cannot use "podman://podman" as the address of a container engine: it needs the absolute path of the program. Write it as podman:///usr/bin/podman."`);
});

test('talks TLS to a TCP address with the keys that are given', () => {
  const tls = { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true };
  expect(parseEndpoint('tcp://docker', { tls })).toEqual({ kind: 'tcp', hostname: 'docker', port: 2376, tls });
  expect(parseEndpoint('unix:///docker.sock', { tls })).toEqual({ kind: 'unix', path: '/docker.sock' });
});
