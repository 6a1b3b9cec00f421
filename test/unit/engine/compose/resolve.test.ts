import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveSpec } from '../../../../src/engine/compose/resolve.ts';
import type { ComposeSpec } from '../../../../src/engine/compose/spec.ts';
import { refusalOf, temporaryProject } from './temporary-project.ts';

const cache = { image: 'redis:7-alpine' };

describe('an object', () => {
  it('resolves to the canonical model', async () => {
    const spec: ComposeSpec = {
      name: 'shop',
      services: {
        cache: { ...cache, ports: ['6379:6379'], networks: ['app-net'], healthcheck: { test: ['CMD', 'redis-cli', 'PING'], interval: '5s', timeout: '3s', retries: 6 } },
      },
      networks: { 'app-net': { driver: 'bridge' } },
    };
    expect((await resolveSpec(spec, { env: {} })).model).toEqual({
      name: 'shop',
      services: {
        cache: {
          command: null,
          entrypoint: null,
          healthcheck: { test: ['CMD', 'redis-cli', 'PING'], interval: '5s', timeout: '3s', retries: 6 },
          image: 'redis:7-alpine',
          networks: { 'app-net': null },
          ports: [{ mode: 'ingress', target: 6379, published: '6379', protocol: 'tcp' }],
        },
      },
      networks: { 'app-net': { name: 'shop_app-net', driver: 'bridge', ipam: {} } },
    });
  });

  it('is interpolated, and has its keys without a value left out', async () => {
    const spec = { services: { cache: { image: 'redis:${TAG:-7}', user: undefined, environment: { A: '$A', B: 1.5, C: null } } } } as unknown as ComposeSpec;
    const { model } = await resolveSpec(spec, { env: { A: 'a' } });
    expect(model.services.cache).toMatchObject({ image: 'redis:7', environment: { A: 'a', B: '1.5', C: null } });
    expect(model.services.cache).not.toHaveProperty('user');
  });

  it('is left as it was', async () => {
    const spec = Object.freeze({ services: Object.freeze({ cache: Object.freeze({ ...cache, ports: Object.freeze(['6379']) }) }) });
    await resolveSpec(spec, { env: {} });
    expect(spec).toEqual({ services: { cache: { image: 'redis:7-alpine', ports: ['6379'] } } });
  });

  it('keeps its extensions and the resources that nothing uses', async () => {
    const spec: ComposeSpec = { name: 'shop', services: { cache: { ...cache, 'x-seaworthy': { ready: { port: 6379 } } } }, volumes: { spare: null }, 'x-team': '$WHO' };
    const { model } = await resolveSpec(spec, { env: { WHO: 'orders' } });
    expect(model).toMatchObject({ 'x-team': 'orders', volumes: { spare: { name: 'shop_spare' } }, services: { cache: { 'x-seaworthy': { ready: { port: 6379 } } } } });
  });

  it('may be merged with others and with files', async () => {
    const directory = await temporaryProject({ 'compose.yaml': 'name: shop\nservices: {cache: {image: redis, environment: {A: 1, B: 2}}}\n' });
    const { model, files, projectDirectory } = await resolveSpec([join(directory, 'compose.yaml'), { services: { cache: { environment: { B: 3 } } } }], { env: {} });
    expect(model.services.cache?.environment).toEqual({ A: '1', B: '3' });
    expect(files).toEqual([join(directory, 'compose.yaml')]);
    expect(projectDirectory).toBe(directory);
  });

  it('is refused where it contains itself', async () => {
    const service: Record<string, unknown> = { image: 'x' };
    service['x-self'] = service;
    expect((await refusalOf({ services: { service } })).text).toContain('services.service.x-self: the object contains itself');
  });
});

describe('the files of a project', () => {
  const files = {
    'compose.yaml': 'services: {a: {image: x}}\n',
    'compose.override.yml': 'services: {a: {user: override}}\n',
    'docker-compose.yml': 'services: {a: {image: not this}}\n',
    'sub/.keep': '',
    'other.yaml': 'services: {b: {image: y}}\n',
  };

  it('are found by name, with their override, in a directory and above it', async () => {
    const directory = await temporaryProject(files);
    const expected = [join(directory, 'compose.yaml'), join(directory, 'compose.override.yml')];
    expect((await resolveSpec(directory, { env: {} })).files).toEqual(expected);
    expect((await resolveSpec({ files: [], projectDirectory: join(directory, 'sub') }, { env: {} })).files).toEqual(expected);
  });

  it('come without an override where they are named', async () => {
    const directory = await temporaryProject(files);
    expect((await resolveSpec(join(directory, 'compose.yaml'), { env: {} })).model.services.a).not.toHaveProperty('user');
  });

  it('may be named by COMPOSE_FILE, with a separator of one\'s own', async () => {
    const directory = await temporaryProject(files);
    const paths = ['compose.yaml', 'other.yaml'].map((path) => join(directory, path));
    for (const [separator, env] of [[':', {}], ['|', { COMPOSE_PATH_SEPARATOR: '|' }]] as const) {
      const resolved = await resolveSpec({ files: [] }, { env: { ...env, COMPOSE_FILE: paths.join(separator) } });
      expect(resolved.files).toEqual(paths);
    }
  });

  it('are missed with a list of the names that were looked for', async () => {
    const directory = await temporaryProject({ 'sub/.keep': '' });
    const { error, text } = await refusalOf({ files: [], projectDirectory: join(directory, 'sub') }, directory);
    expect(error.code).toBe('SPEC_FILE_UNREADABLE');
    expect(text).toMatchInlineSnapshot(`"no Compose file found: looked for compose.yaml, compose.yml, docker-compose.yml and docker-compose.yaml in sub and above; name a file, or change to its directory"`);
  });
});

describe('the environment', () => {
  const project = { 'compose.yaml': 'name: shop\nservices: {a: {image: "x:${TAG-none}"}}\n', '.env': 'TAG=file\n', 'one.env': 'TAG=one\nBOTH=$TAG\n', 'two.env': 'TAG=two\n' };
  const imageOf = async (env: Record<string, string>, envFiles?: (directory: string) => string[]): Promise<string | undefined> => {
    const directory = await temporaryProject(project);
    const options = envFiles === undefined ? { env } : { env, envFiles: envFiles(directory) };
    return (await resolveSpec(join(directory, 'compose.yaml'), options)).model.services.a?.image;
  };

  it('comes from .env beside the first file', async () => {
    expect(await imageOf({})).toBe('x:file');
  });

  it('wins over .env', async () => {
    expect(await imageOf({ TAG: 'host' })).toBe('x:host');
  });

  it('comes from the env files that are named in place of .env, later ones first', async () => {
    expect(await imageOf({}, (directory) => [join(directory, 'one.env'), join(directory, 'two.env')])).toBe('x:two');
  });

  it('has no .env where that is turned off', async () => {
    expect(await imageOf({ COMPOSE_DISABLE_ENV_FILE: 'true' })).toBe('x:none');
    await expect(imageOf({ COMPOSE_DISABLE_ENV_FILE: 'maybe' })).rejects.toThrow('COMPOSE_DISABLE_ENV_FILE is "maybe"; set it to "true" or "false"');
  });

  it('keeps of a .env that switches itself off only what is for Compose', async () => {
    const directory = await temporaryProject({ 'compose.yaml': 'services: {a: {image: "x:${TAG-none}"}}', '.env': 'TAG=file\nCOMPOSE_PROJECT_NAME=named\nCOMPOSE_DISABLE_ENV_FILE=1\n' });
    const { model } = await resolveSpec(join(directory, 'compose.yaml'), { env: {} });
    expect([model.name, model.services.a?.image]).toEqual(['named', 'x:none']);
  });

  it('is reported with the result', async () => {
    const directory = await temporaryProject(project);
    const { environment } = await resolveSpec(join(directory, 'compose.yaml'), { env: { A: '1' } });
    expect(environment).toEqual({ A: '1', TAG: 'file', COMPOSE_PROJECT_NAME: 'shop' });
  });

  it('names variables that are not set', async () => {
    const { warnings } = await resolveSpec({ services: { a: { image: 'x$UNSET' } } }, { env: {} });
    expect(warnings).toEqual([{ path: 'services.a.image', message: 'the variable "UNSET" is not set; an empty string is used' }]);
  });

  it('names variables that env files and label files use and nothing sets, each once, with its line', async () => {
    const directory = await temporaryProject({
      'compose.yaml': 'include: [part/compose.yaml]\nservices: {a: {image: "x:${TAG}", env_file: [a.env, {path: raw.env, format: raw}], label_file: l.env}, b: {image: x, env_file: a.env}, off: {image: x, profiles: [off], env_file: off.env}}',
      '.env': 'TAG=${GONE}${GONE}\n# ${NOT}\nKNOWN=1\n',
      'a.env': 'A=$KNOWN${DEFAULT:-1}${OTHER:+$GONE}$A0\nB="two\nlines ${B0}"\nC=\'$C0\'\nD=$A\\$$E0\nBARE\n',
      'raw.env': 'R=$R0\n',
      'l.env': 'l=$KNOWN\n',
      'off.env': 'O=$O0\n',
      'part/compose.yaml': 'services: {p: {image: x}}',
      'part/.env': 'P=$P0\n',
    });
    const { warnings } = await resolveSpec(join(directory, 'compose.yaml'), { env: {} });
    expect(warnings.map(({ path, message }) => `${path} ${message.replace(`${directory}/`, '')}`)).toMatchInlineSnapshot(`
      [
        " .env:1: the variable "GONE" is not set; an empty string is used",
        " part/.env:1: the variable "P0" is not set; an empty string is used",
        "services.a.env_file[0] a.env:1: the variable "A0" is not set; an empty string is used",
        "services.a.env_file[0] a.env:2: the variable "B0" is not set; an empty string is used",
        "services.a.label_file[0] l.env:1: the variable "KNOWN" is not set; an empty string is used",
        "services.b.env_file[0] a.env:1: the variable "A0" is not set; an empty string is used",
        "services.b.env_file[0] a.env:2: the variable "B0" is not set; an empty string is used",
      ]
    `);
    const { warnings: ofLabels } = await resolveSpec(join(directory, 'compose.yaml'), { env: { GONE: '1', A0: '', B0: '', P0: '', OTHER: '', KNOWN: '' } });
    expect(ofLabels.map(({ path }) => path)).toEqual(['services.a.label_file[0]']);
  });

  it('is not looked at where interpolation is turned off', async () => {
    const { model } = await resolveSpec({ services: { a: { image: 'x', labels: { t: '${A} $$' } } } }, { env: { A: '1' }, interpolate: false });
    expect(model.services.a?.labels).toEqual({ t: '${A} $$' });
  });
});

describe('the project name', () => {
  const named = { name: 'Spec.Name', services: { a: cache } };

  it('is the one given, then COMPOSE_PROJECT_NAME, then the name in the spec, then the directory', async () => {
    const directory = await temporaryProject({ 'My.App 2/compose.yaml': 'services: {a: {image: x}}\n' });
    expect((await resolveSpec(named, { env: { COMPOSE_PROJECT_NAME: 'env' }, projectName: 'given' })).model.name).toBe('given');
    expect((await resolveSpec(named, { env: { COMPOSE_PROJECT_NAME: 'env' } })).model.name).toBe('env');
    expect((await resolveSpec(named, { env: {} })).model.name).toBe('specname');
    expect((await resolveSpec(join(directory, 'My.App 2'), { env: {} })).model.name).toBe('myapp2');
  });

  it('is refused where it is given and not valid, with one that would do', async () => {
    expect((await refusalOf(named, '', { projectName: 'My App' })).text).toMatchInlineSnapshot(`
      "1 problem in the stack

      name: invalid project name "My App": it must consist of lowercase letters, digits, hyphens and underscores, and start with a letter or digit; "myapp" would do"
    `);
  });
});

describe('profiles and services', () => {
  const spec: ComposeSpec = {
    services: {
      web: { image: 'web', depends_on: ['db'] },
      db: { image: 'db' },
      tools: { image: 'tools', profiles: ['debug'], depends_on: ['db'] },
      other: { image: 'other', profiles: ['never'] },
    },
  };
  const namesOf = async (options: Parameters<typeof resolveSpec>[1]): Promise<readonly string[]> => Object.keys((await resolveSpec(spec, { env: {}, ...options })).model.services);

  it('leave out services of profiles that are not active', async () => {
    const { profiles, disabledServices } = await resolveSpec(spec, { env: {}, profiles: ['debug'] });
    expect({ profiles, disabledServices }).toEqual({ profiles: ['debug'], disabledServices: ['other'] });
    expect(await namesOf({})).toEqual(['web', 'db']);
    expect(await namesOf({ env: { COMPOSE_PROFILES: 'debug, never' } })).toEqual(['web', 'db', 'tools', 'other']);
    expect(await namesOf({ profiles: ['*'] })).toEqual(['web', 'db', 'tools', 'other']);
  });

  it('select services with what they depend on, whose own profiles become active', async () => {
    expect(await namesOf({ services: ['web'] })).toEqual(['web', 'db']);
    expect(await namesOf({ services: ['tools'] })).toEqual(['db', 'tools']);
  });

  it('refuse a service that does not exist', async () => {
    expect((await refusalOf(spec, '', { services: ['wbe'] })).text).toMatchInlineSnapshot(`
      "1 problem in the stack

      services.wbe: no such service"
    `);
  });
});

describe('what the current specification says, though docker compose 2.40 does not', () => {
  it('evaluates a default only where it is used', async () => {
    const { model } = await resolveSpec({ services: { a: { image: '${SET:-${UNSET:?needed}}' } } }, { env: { SET: 'x' } });
    expect(model.services.a?.image).toBe('x');
  });

  it('keeps ipam options, and create_host_path where it is false', async () => {
    const spec: ComposeSpec = {
      services: { a: { ...cache, volumes: [{ type: 'bind', source: '/x', target: '/y', bind: { create_host_path: false } }] } },
      networks: { default: { ipam: { options: { a: 'b' } } } },
    };
    const { model } = await resolveSpec(spec, { env: {} });
    expect(model.networks?.default?.ipam).toEqual({ options: { a: 'b' } });
    expect(model.services.a?.volumes?.[0]?.bind).toEqual({ create_host_path: false });
  });

  it('merges what a file says over what it includes', async () => {
    const directory = await temporaryProject({
      'compose.yaml': 'include: [b.yaml]\nservices: {b: {user: u, ports: !override ["81"]}}\n',
      'b.yaml': 'services: {b: {image: y, ports: ["80"], labels: {l: 1}}}\n',
    });
    const { model } = await resolveSpec(directory, { env: {} });
    expect(model.services.b).toMatchObject({ image: 'y', user: 'u', labels: { l: '1' }, ports: [{ target: 81 }] });
  });

  it('lets a service extend one that is included', async () => {
    const directory = await temporaryProject({ 'compose.yaml': 'include: [b.yaml]\nservices: {a: {extends: b, user: u}}\n', 'b.yaml': 'services: {b: {image: y}}\n' });
    expect((await resolveSpec(directory, { env: {} })).model.services.a).toMatchObject({ image: 'y', user: 'u' });
  });
});

describe('keys without effect', () => {
  it('are accepted with a warning', async () => {
    const { warnings } = await resolveSpec({ services: { a: { ...cache, isolation: 'default', deploy: { endpoint_mode: 'vip' } } }, version: '3.8' }, { env: {} });
    expect(warnings.map(({ path }) => path)).toEqual(['version', 'services.a.deploy.endpoint_mode', 'services.a.isolation']);
  });
});

describe('the signal', () => {
  it('ends the reading of files', async () => {
    const directory = await temporaryProject({ 'compose.yaml': 'services: {a: {image: x}}\n' });
    await expect(resolveSpec(directory, { env: {}, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

describe('a bomb of aliases', () => {
  it('is refused before it is expanded', async () => {
    const levels = Array.from({ length: 9 }, (_, index) => `x-${String(index + 1)}: &l${String(index + 1)} [${Array.from({ length: 10 }, () => `*l${String(index)}`).join(', ')}]`);
    const directory = await temporaryProject({ 'compose.yaml': `x-0: &l0 [x, x]\n${levels.join('\n')}\nservices: {a: {image: x}}\n` });
    expect((await refusalOf(directory)).text).toContain('aliases expand to more than 250000 nodes');
  });

  const web = 'services: {web: {image: x}}\n';
  const lists = (aliases: string): string => `x-1: &b [${'*a,'.repeat(2000)}]\nx-2: &c [${aliases.repeat(2000)}]\nx-3: [${'*c,'.repeat(2000)}]\n${web}`;
  it.each([
    ['of aliases without an anchor', lists('*b,'), 'unknown anchor "a"'],
    ['of what is reset', `x-0: &a !reset\n${lists('*b,')}`, 'aliases expand to more than 250000 nodes'],
    ['that is deep', `x-0: &a0 []\n${Array.from({ length: 2000 }, (_, index) => `x-${String(index + 1)}: &a${String(index + 1)} [*a${String(index)}]`).join('\n')}\n${web}`, 'aliases nest more than 500 levels deep'],
    ['of merge keys', `x-0: &a0 {}\n${Array.from({ length: 2000 }, (_, index) => `x-${String(index + 1)}: &a${String(index + 1)} {<<: *a${String(index)}}`).join('\n')}\n${web}`, 'aliases nest more than 500 levels deep'],
    ['that merges itself', `x-0: &a {<<: *a}\n${web}`, 'anchor "a" contains itself'],
    ['of brackets', `x-0: ${'['.repeat(100_000)}\n`, 'nested more than 500 levels deep'],
    ['of dashes', '- '.repeat(100_000), 'nested more than 500 levels deep'],
  ])('one %s is a problem like others', async (_title, text, problem) => {
    const directory = await temporaryProject({ 'compose.yaml': text });
    expect((await refusalOf(directory)).text).toContain(problem);
  });
});
