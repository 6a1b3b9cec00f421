import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contextFolder, contextHost, contextName, currentContext, engineCandidates } from '../../../scripts/setup/engine-candidates.mjs';

describe('engineCandidates', () => {
  it('asks DOCKER_HOST first, then the context, then the usual places', () => {
    const candidates = engineCandidates({
      env: { DOCKER_HOST: 'tcp://engine:2375', XDG_RUNTIME_DIR: '/run/user/1000' },
      home: '/home/ada',
      context: { name: 'lab', host: 'unix:///lab.sock' },
    });
    expect(candidates.map(({ host, from }) => `${from}: ${host}`)).toMatchInlineSnapshot(`
      [
        "DOCKER_HOST: tcp://engine:2375",
        "context lab: unix:///lab.sock",
        "usual place: unix:///var/run/docker.sock",
        "usual place: unix:///run/user/1000/docker.sock",
        "usual place: unix:///home/ada/.docker/run/docker.sock",
        "usual place: unix:///home/ada/.colima/default/docker.sock",
        "usual place: unix:///home/ada/.orbstack/run/docker.sock",
        "usual place: unix:///home/ada/.rd/docker.sock",
        "usual place: unix:///run/podman/podman.sock",
        "usual place: unix:///run/user/1000/podman/podman.sock",
      ]
    `);
  });

  it('asks each place once, for the most explicit reason', () => {
    const candidates = engineCandidates({ env: { DOCKER_HOST: 'unix:///var/run/docker.sock' }, home: '/home/ada' });
    expect(candidates.filter(({ host }) => host === 'unix:///var/run/docker.sock')).toEqual([
      { host: 'unix:///var/run/docker.sock', from: 'DOCKER_HOST' },
    ]);
  });

  it('leaves out the places below a runtime folder that is not set', () => {
    const hosts = engineCandidates({ env: {}, home: '/home/ada' }).map(({ host }) => host);
    expect(hosts).not.toContain('unix://docker.sock');
    expect(hosts[0]).toBe('unix:///var/run/docker.sock');
  });
});

describe('contextName', () => {
  it('prefers the environment to the file', () => {
    expect(contextName('lab', '{"currentContext":"colima"}')).toBe('lab');
  });

  it.each([undefined, '', '{}', '[]', 'not json', '{"currentContext":""}', '{"currentContext":"default"}', '{"currentContext":7}'])(
    'knows none from %j',
    (config) => {
      expect(contextName(undefined, config)).toBeUndefined();
    },
  );
});

describe('contextHost', () => {
  it('reads the address of the Docker endpoint', () => {
    expect(contextHost('{"Name":"lab","Endpoints":{"docker":{"Host":"unix:///lab.sock"}}}')).toBe('unix:///lab.sock');
  });

  it.each([undefined, 'null', '{"Endpoints":{}}', '{"Endpoints":{"docker":{"Host":""}}}', '{'])('knows none from %j', (meta) => {
    expect(contextHost(meta)).toBeUndefined();
  });
});

describe('currentContext', () => {
  it('finds the files where the Docker client keeps them', () => {
    const home = mkdtempSync(join(tmpdir(), 'seaworthy-context-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const folder = join(home, '.docker/contexts/meta', contextFolder('lab'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(home, '.docker/config.json'), '{"currentContext":"lab"}');
    writeFileSync(join(folder, 'meta.json'), '{"Endpoints":{"docker":{"Host":"unix:///lab.sock"}}}');
    expect(currentContext({}, home)).toEqual({ name: 'lab', host: 'unix:///lab.sock' });
    expect(currentContext({ DOCKER_CONTEXT: 'gone' }, home)).toBeUndefined();
  });

  it('names a folder by the SHA-256 of the context name', () => {
    expect(contextFolder('desktop-linux')).toBe('fe9c6bd7a66301f49ca9b6a70b217107cd1284598bfc254700c989b916da791e');
  });
});
