import { expect, test } from 'vitest';
import { isAtLeast, negotiate } from '../../../../src/engine/runtime/engine-version.ts';

const docker = { Version: '20.10.24', ApiVersion: '1.41', MinAPIVersion: '1.12', Os: 'linux', Arch: 'amd64', Components: [{ Name: 'Engine' }] };

test('speaks the version of an engine that is older than this client', () => {
  expect(negotiate(docker, 'unix:///x')).toEqual({ kind: 'docker', version: '20.10.24', apiVersion: '1.41', os: 'linux', arch: 'amd64' });
});

test('speaks its own newest version to an engine that is newer', () => {
  expect(negotiate({ ...docker, ApiVersion: '1.99', MinAPIVersion: '1.44' }, 'unix:///x').apiVersion).toBe('1.51');
});

test('recognises Podman by its components', () => {
  expect(negotiate({ ...docker, Components: [{ Name: 'Podman Engine' }, { Name: 'Conmon' }] }, 'unix:///x').kind).toBe('podman');
});

test('compares versions as numbers', () => {
  expect(isAtLeast('1.100', '1.44')).toBe(true);
  expect(isAtLeast('1.9', '1.44')).toBe(false);
});

test('refuses what it cannot talk to', () => {
  expect(() => negotiate({ ...docker, ApiVersion: '1.40' }, 'unix:///x')).toThrowErrorMatchingInlineSnapshot(`[BackendError: Cannot use the container engine at unix:///x: it speaks API 1.40, and 1.41 is needed. Update it: Docker Engine 20.10 and Podman 4 are new enough.]`);
  expect(() => negotiate({ ...docker, ApiVersion: '1.99', MinAPIVersion: '1.60' }, 'unix:///x')).toThrowErrorMatchingInlineSnapshot(`[BackendError: Cannot use the container engine at unix:///x: it no longer speaks an API older than 1.60, and 1.51 is the newest known here. Update Seaworthy.]`);
  expect(() => negotiate({ hello: 'world' }, 'unix:///x')).toThrowErrorMatchingInlineSnapshot(`[BackendError: Cannot use the container engine at unix:///x: it does not describe itself as a Docker-compatible engine. Point DOCKER_HOST or SEAWORTHY_BACKEND at a Docker Engine or Podman socket.]`);
  expect(() => negotiate(undefined, 'unix:///x')).toThrow('does not describe itself');
});
