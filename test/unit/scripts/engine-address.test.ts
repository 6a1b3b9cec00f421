import { describe, expect, it } from 'vitest';
import { engineVariables, parseEngineHost } from '../../../scripts/setup/engine-address.mjs';

describe('parseEngineHost', () => {
  it.each([
    ['unix:///var/run/docker.sock', { protocol: 'http:', socketPath: '/var/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { protocol: 'http:', socketPath: '//./pipe/docker_engine' }],
    ['tcp://engine', { protocol: 'http:', host: 'engine', port: 2375 }],
    ['tcp://127.0.0.1:4000', { protocol: 'http:', host: '127.0.0.1', port: 4000 }],
    ['tcp://[::1]:4000', { protocol: 'http:', host: '::1', port: 4000 }],
    ['https://engine', { protocol: 'https:', host: 'engine', port: 2376 }],
  ])('reads %s', (value, address) => {
    expect(parseEngineHost(value)).toEqual(address);
  });

  it('speaks TLS to a tcp address when the environment asks for it', () => {
    expect(parseEngineHost('tcp://engine', { tls: true })).toEqual({ protocol: 'https:', host: 'engine', port: 2376 });
  });

  it('refuses a scheme that it does not speak', () => {
    expect(() => parseEngineHost('ssh://ada@engine')).toThrowErrorMatchingInlineSnapshot(`[SetUpError: the address ssh://ada@engine is not understood: unix://, npipe:// and tcp:// are]`);
  });
});

describe('engineVariables', () => {
  it('says nothing when clients find the engine by themselves', () => {
    expect(engineVariables('unix:///var/run/docker.sock', {})).toEqual({});
  });

  it('names an engine in another place', () => {
    expect(engineVariables('unix:///lab.sock', {})).toEqual({ DOCKER_HOST: 'unix:///lab.sock' });
  });

  it('overrules a DOCKER_HOST that did not answer', () => {
    expect(engineVariables('unix:///var/run/docker.sock', { DOCKER_HOST: 'tcp://gone:2375' })).toEqual({
      DOCKER_HOST: 'unix:///var/run/docker.sock',
    });
  });
});
