import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { planCandidates } from '../../../../src/engine/backends/candidates.ts';

const linux = { platform: 'linux', home: '/home/me', uid: 1000 } as const;

const reader =
  (files: Readonly<Record<string, unknown>>) =>
  (path: string): string | null => {
    const content = files[path];
    return content === undefined ? null : typeof content === 'string' ? content : JSON.stringify(content);
  };
const noFiles = reader({});

const metaOf = (name: string): string => `/home/me/.docker/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`;

const print = (candidates: readonly { readonly url: string; readonly source: string; readonly problem?: string }[]): string =>
  candidates.map(({ url, source, problem }) => `${url} (${source})${problem === undefined ? '' : `: ${problem}`}`).join('\n');

test('tries the usual sockets of Linux, Docker first, as the docker command does', () => {
  expect(print(planCandidates({ ...linux, env: {} }, noFiles))).toMatchInlineSnapshot(`
    "unix:///var/run/docker.sock (usual socket of docker)
    unix:///run/user/1000/docker.sock (usual socket of docker)
    unix:///home/me/.docker/run/docker.sock (usual socket of docker)
    unix:///home/me/.docker/desktop/docker.sock (usual socket of docker-desktop)
    unix:///home/me/.colima/default/docker.sock (usual socket of colima)
    unix:///home/me/.orbstack/run/docker.sock (usual socket of orbstack)
    unix:///home/me/.rd/docker.sock (usual socket of rancher-desktop)
    unix:///home/me/.lima/docker/sock/docker.sock (usual socket of lima)
    unix:///home/me/.lima/default/sock/docker.sock (usual socket of lima)
    unix:///run/user/1000/podman/podman.sock (usual socket of podman)
    unix:///run/podman/podman.sock (usual socket of podman)"
  `);
});

test('tries the usual sockets of macOS, the alternatives to Docker first', () => {
  expect(print(planCandidates({ platform: 'darwin', home: '/Users/me', uid: 501, env: {} }, noFiles))).toMatchInlineSnapshot(`
    "unix:///Users/me/.orbstack/run/docker.sock (usual socket of orbstack)
    unix:///Users/me/.colima/default/docker.sock (usual socket of colima)
    unix:///Users/me/.rd/docker.sock (usual socket of rancher-desktop)
    unix:///Users/me/.lima/docker/sock/docker.sock (usual socket of lima)
    unix:///Users/me/.lima/default/sock/docker.sock (usual socket of lima)
    unix:///Users/me/.local/share/containers/podman/machine/podman.sock (usual socket of podman)
    unix:///var/run/docker.sock (usual socket of docker)
    unix:///Users/me/.docker/run/docker.sock (usual socket of docker)
    unix:///Users/me/.docker/desktop/docker.sock (usual socket of docker-desktop)"
  `);
});

test('tries the usual pipes of Windows', () => {
  expect(print(planCandidates({ platform: 'win32', home: 'C:\\Users\\me', env: {} }, noFiles))).toMatchInlineSnapshot(`
    "npipe:////./pipe/docker_engine (usual socket of docker)
    npipe:////./pipe/dockerDesktopLinuxEngine (usual socket of docker-desktop)
    npipe:////./pipe/podman-machine-default (usual socket of podman)"
  `);
});

test('looks where the environment moved runtime directories', () => {
  const urls = planCandidates({ ...linux, env: { XDG_RUNTIME_DIR: '/tmp/run', COLIMA_HOME: '/c', LIMA_HOME: '/l' } }, noFiles).map(({ url }) => url);
  expect(urls).toEqual(expect.arrayContaining(['unix:///tmp/run/docker.sock', 'unix:///tmp/run/podman/podman.sock', 'unix:///c/default/docker.sock', 'unix:///l/docker/sock/docker.sock']));
});

test('looks for no rootless socket as root', () => {
  expect(print(planCandidates({ ...linux, uid: 0, env: {} }, noFiles))).not.toContain('/run/user');
});

test('tries DOCKER_HOST alone', () => {
  expect(print(planCandidates({ ...linux, env: { DOCKER_HOST: 'tcp://10.0.0.1:2375', CONTAINER_HOST: 'unix:///p', DOCKER_CONTEXT: 'x' } }, noFiles))).toBe('tcp://10.0.0.1:2375 (DOCKER_HOST)');
});

const pem = reader({ '/certs/ca.pem': 'CA', '/certs/cert.pem': 'CERT', '/certs/key.pem': 'KEY' });
const remote = { DOCKER_HOST: 'tcp://10.0.0.1:2376' };

test('takes the keys of DOCKER_CERT_PATH for an address on TCP, when TLS is asked for', () => {
  const tlsOf = (env: NodeJS.ProcessEnv): unknown => planCandidates({ ...linux, env: { DOCKER_CERT_PATH: '/certs', ...env } }, pem)[0]!.tls;
  expect(tlsOf({ ...remote, DOCKER_TLS_VERIFY: '1' })).toEqual({ ca: 'CA', cert: 'CERT', key: 'KEY', verify: true });
  expect(tlsOf({ ...remote, DOCKER_TLS: '1' })).toEqual({ ca: 'CA', cert: 'CERT', key: 'KEY', verify: false });
  expect(tlsOf(remote)).toBeUndefined();
  expect(tlsOf({ DOCKER_HOST: 'unix:///x', DOCKER_TLS_VERIFY: '1' })).toBeUndefined();
  expect(tlsOf({ CONTAINER_HOST: 'tcp://10.0.0.1:2376', DOCKER_TLS_VERIFY: '1' })).toMatchObject({ ca: 'CA' });
  expect(tlsOf({ SEAWORTHY_BACKEND: 'tcp://10.0.0.1:2376', DOCKER_TLS_VERIFY: '1' })).toMatchObject({ ca: 'CA' });
});

test('says which file is missing for TLS', () => {
  const problem = (files: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv = {}): string => print(planCandidates({ ...linux, env: { ...remote, DOCKER_TLS_VERIFY: '1', ...env } }, reader(files)));
  expect(problem({})).toMatchInlineSnapshot(`"tcp://10.0.0.1:2376 (DOCKER_HOST): /home/me/.docker/ca.pem cannot be read, and DOCKER_TLS_VERIFY asks to verify by it"`);
  expect(problem({ '/certs/ca.pem': 'CA', '/certs/cert.pem': 'CERT' }, { DOCKER_CERT_PATH: '/certs' })).toMatchInlineSnapshot(`"tcp://10.0.0.1:2376 (DOCKER_HOST): /certs/key.pem cannot be read, and cert.pem is nothing without it"`);
});

test('tries what SEAWORTHY_BACKEND lists, in its order, and nothing else', () => {
  const env = { SEAWORTHY_BACKEND: ' podman , unix:///mine.sock,,docker', DOCKER_HOST: 'tcp://ignored' };
  expect(print(planCandidates({ ...linux, env }, noFiles))).toMatchInlineSnapshot(`
    "unix:///run/user/1000/podman/podman.sock (SEAWORTHY_BACKEND=podman)
    unix:///run/podman/podman.sock (SEAWORTHY_BACKEND=podman)
    unix:///mine.sock (SEAWORTHY_BACKEND=unix:///mine.sock)
    unix:///var/run/docker.sock (SEAWORTHY_BACKEND=docker)
    unix:///run/user/1000/docker.sock (SEAWORTHY_BACKEND=docker)
    unix:///home/me/.docker/run/docker.sock (SEAWORTHY_BACKEND=docker)"
  `);
});

test('takes an empty variable for none', () => {
  const usual = planCandidates({ ...linux, env: {} }, noFiles);
  expect(planCandidates({ ...linux, env: { SEAWORTHY_BACKEND: ' , ', DOCKER_HOST: '', DOCKER_CONTEXT: '', CONTAINER_HOST: '' } }, noFiles)).toEqual(usual);
});

test('says that a backend has no socket on this platform', () => {
  expect(print(planCandidates({ platform: 'win32', home: 'C:\\', env: { SEAWORTHY_BACKEND: 'colima' } }, noFiles))).toMatchInlineSnapshot(`"colima (SEAWORTHY_BACKEND=colima): it has no usual socket on win32"`);
});

test('refuses an unknown name with the nearest one', () => {
  expect(() => planCandidates({ ...linux, env: { SEAWORTHY_BACKEND: 'podmn' } }, noFiles)).toThrowErrorMatchingInlineSnapshot(`[BackendError: SEAWORTHY_BACKEND names "podmn", which is no backend (did you mean "podman"?). Allowed are docker, docker-desktop, orbstack, colima, rancher-desktop, lima, podman, an address such as unix:///var/run/docker.sock, or several of these separated by commas.]`);
  expect(() => planCandidates({ ...linux, env: { SEAWORTHY_BACKEND: 'kubernetes' } }, noFiles)).toThrowErrorMatchingInlineSnapshot(`[BackendError: SEAWORTHY_BACKEND names "kubernetes", which is no backend. Allowed are docker, docker-desktop, orbstack, colima, rancher-desktop, lima, podman, an address such as unix:///var/run/docker.sock, or several of these separated by commas.]`);
});

test('tries the context of DOCKER_CONTEXT, then CONTAINER_HOST, then the usual sockets', () => {
  const files = reader({ [metaOf('mine')]: { Name: 'mine', Endpoints: { docker: { Host: 'unix:///mine.sock' } } } });
  const candidates = planCandidates({ ...linux, env: { DOCKER_CONTEXT: 'mine', CONTAINER_HOST: 'unix:///podman.sock' } }, files);
  expect(print(candidates.slice(0, 3))).toMatchInlineSnapshot(`
    "unix:///mine.sock (DOCKER_CONTEXT=mine)
    unix:///podman.sock (CONTAINER_HOST)
    unix:///var/run/docker.sock (usual socket of docker)"
  `);
});

test('tries the context that docker context use has set, unless DOCKER_CONTEXT says default', () => {
  const files = reader({ '/home/me/.docker/config.json': { currentContext: 'colima' }, [metaOf('colima')]: { Endpoints: { docker: { Host: 'unix:///colima.sock' } } } });
  expect(planCandidates({ ...linux, env: {} }, files)[0]).toEqual({ url: 'unix:///colima.sock', source: 'Docker context "colima"' });
  expect(planCandidates({ ...linux, env: { DOCKER_CONTEXT: 'default' } }, files)).toEqual(planCandidates({ ...linux, env: {} }, noFiles));
});

test('reads contexts where DOCKER_CONFIG says', () => {
  const file = metaOf('x').replace('/home/me/.docker', '/conf');
  expect(planCandidates({ ...linux, env: { DOCKER_CONTEXT: 'x', DOCKER_CONFIG: '/conf' } }, reader({ [file]: { Endpoints: { docker: { Host: 'unix:///x.sock' } } } }))[0]!.url).toBe('unix:///x.sock');
});

test('says what is wrong with a context and goes on', () => {
  const first = (files: Record<string, unknown>): string => {
    const candidates = planCandidates({ ...linux, env: { DOCKER_CONTEXT: 'gone' } }, reader(files));
    expect(candidates.length).toBeGreaterThan(1);
    return print(candidates.slice(0, 1)).replace(/[0-9a-f]{64}/, 'HASH');
  };
  expect(first({})).toMatchInlineSnapshot(`"gone (DOCKER_CONTEXT=gone): the context does not exist (/home/me/.docker/contexts/meta/HASH/meta.json)"`);
  expect(first({ [metaOf('gone')]: { Endpoints: {} } })).toMatchInlineSnapshot(`"gone (DOCKER_CONTEXT=gone): the context names no Docker endpoint (/home/me/.docker/contexts/meta/HASH/meta.json)"`);
  expect(first({ [metaOf('gone')]: '{' })).toContain('names no Docker endpoint');
});

test('tries a place once, under the first thing that pointed there', () => {
  const files = reader({ [metaOf('d')]: { Endpoints: { docker: { Host: 'unix:///var/run/docker.sock' } } } });
  const hits = planCandidates({ ...linux, env: { DOCKER_CONTEXT: 'd' } }, files).filter(({ url }) => url === 'unix:///var/run/docker.sock');
  expect(hits).toEqual([{ url: 'unix:///var/run/docker.sock', source: 'DOCKER_CONTEXT=d' }]);
});

test('takes the keys of a context', () => {
  const tlsFolder = metaOf('far').replace('/meta/', '/tls/').replace('meta.json', 'docker');
  const tlsOf = (docker: object, files: object): unknown => planCandidates({ ...linux, env: { DOCKER_CONTEXT: 'far' } }, reader({ [metaOf('far')]: { Endpoints: { docker } }, ...files }))[0];
  const keys = { [`${tlsFolder}/ca.pem`]: 'CA', [`${tlsFolder}/cert.pem`]: 'CERT', [`${tlsFolder}/key.pem`]: 'KEY' };
  const host = { Host: 'tcp://far:2376' };
  expect(tlsOf(host, keys)).toMatchObject({ url: 'tcp://far:2376', tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true } });
  expect(tlsOf({ ...host, SkipTLSVerify: true }, {})).toMatchObject({ tls: { verify: false } });
  expect(tlsOf(host, {})).not.toHaveProperty('tls');
  expect(tlsOf(host, { [`${tlsFolder}/key.pem`]: 'KEY' })).toHaveProperty('problem', expect.stringMatching(/cert\.pem cannot be read/));
});

test('tries a Podman without a socket last, and not on macOS', () => {
  const programs = { podman: '/usr/bin/podman' };
  expect(print(planCandidates({ ...linux, env: {}, programs }, noFiles).slice(-1))).toBe('podman:///usr/bin/podman (podman on the PATH)');
  expect(print(planCandidates({ ...linux, env: { SEAWORTHY_BACKEND: 'podman' }, programs }, noFiles).slice(-1))).toBe('podman:///usr/bin/podman (SEAWORTHY_BACKEND=podman)');
  expect(print(planCandidates({ platform: 'darwin', home: '/Users/me', env: {}, programs }, noFiles))).not.toContain('podman://');
});

test('says of engines without a Docker-compatible socket that they are no use', () => {
  expect(print(planCandidates({ platform: 'darwin', home: '/Users/me', env: {}, programs: { container: '/usr/local/bin/container' } }, noFiles).slice(-1))).toMatchInlineSnapshot(`"/usr/local/bin/container (container on the PATH): it has no Docker-compatible API socket"`);
  expect(print(planCandidates({ ...linux, env: {}, programs: { nerdctl: '/usr/bin/nerdctl', container: '/usr/bin/container' } }, noFiles).slice(-1))).toMatchInlineSnapshot(`"/usr/bin/nerdctl (nerdctl on the PATH): it has no Docker-compatible API socket"`);
  expect(print(planCandidates({ ...linux, env: { SEAWORTHY_BACKEND: 'nerdctl,apple/container' } }, noFiles))).toMatchInlineSnapshot(`
    "nerdctl (SEAWORTHY_BACKEND=nerdctl): it has no Docker-compatible API socket
    apple/container (SEAWORTHY_BACKEND=apple/container): it has no Docker-compatible API socket"
  `);
});

test('tries what setBackend chose before all that the environment says', () => {
  const env = { SEAWORTHY_BACKEND: 'docker', DOCKER_HOST: 'tcp://ignored' };
  expect(print(planCandidates({ ...linux, env, chosen: ['podman', 'unix:///mine.sock'] }, noFiles))).toMatchInlineSnapshot(`
    "unix:///run/user/1000/podman/podman.sock (setBackend("podman"))
    unix:///run/podman/podman.sock (setBackend("podman"))
    unix:///mine.sock (setBackend("unix:///mine.sock"))"
  `);
  expect(() => planCandidates({ ...linux, env, chosen: ['podmn'] }, noFiles)).toThrowErrorMatchingInlineSnapshot(`[BackendError: setBackend names "podmn", which is no backend (did you mean "podman"?). Allowed are docker, docker-desktop, orbstack, colima, rancher-desktop, lima, podman, an address such as unix:///var/run/docker.sock, or several of these in a list.]`);
});
