import { describe, expect, it } from 'vitest';
import { containerBody } from '../../../bench/container-body.mjs';

const image = 'redis';
const command = ['redis-server'];

describe('containerBody', () => {
  it('attaches the container to the network of its project alone, under the name of its service', () => {
    expect(containerBody('p', 'cache', { image, command })).toMatchObject({
      Image: 'redis',
      Cmd: ['redis-server'],
      Labels: { 'com.docker.compose.project': 'p' },
      HostConfig: { NetworkMode: 'p_default' },
      NetworkingConfig: { EndpointsConfig: { p_default: { Aliases: ['cache'] } } },
    });
  });

  it('leaves the host port to the engine', () => {
    expect(containerBody('p', 'cache', { image, command, ports: [{ target: 6379, host_ip: '127.0.0.1', protocol: 'tcp' }] })).toMatchObject({
      ExposedPorts: { '6379/tcp': {} },
      HostConfig: { PortBindings: { '6379/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
    });
  });

  it('mounts the named volume of its project', () => {
    expect(containerBody('p', 'cache', { image, command, volumes: [{ type: 'volume', source: 'files', target: '/files' }] })).toMatchObject({
      HostConfig: { Mounts: [{ Type: 'volume', Source: 'p_files', Target: '/files' }] },
    });
  });

  it('counts the times of a healthcheck in nanoseconds', () => {
    const healthcheck = { test: ['CMD', 'redis-cli', 'ping'], interval: '5s', timeout: '3s', retries: 5 };
    expect(containerBody('p', 'cache', { image, command, healthcheck })).toMatchObject({
      Healthcheck: { Test: ['CMD', 'redis-cli', 'ping'], Interval: 5_000_000_000, Timeout: 3_000_000_000, Retries: 5 },
    });
  });

  it('has no healthcheck where the service has none', () => {
    expect(containerBody('p', 'cache', { image, command })).not.toHaveProperty('Healthcheck');
  });

  it('refuses a duration that it would get wrong', () => {
    const healthcheck = { test: ['CMD', 'true'], interval: '500ms', timeout: '3s', retries: 5 };
    expect(() => containerBody('p', 'cache', { image, command, healthcheck })).toThrowErrorMatchingInlineSnapshot(`[Error: The bench only knows whole seconds, not "500ms".]`);
  });
});
