import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { refuseFields } from '../../../../src/engine/plan/refused-fields.ts';
import { resolveSpec, resolveTree } from '../../../../src/engine/compose/resolve.ts';
import { toPlain } from '../../../../src/engine/compose/tree.ts';
import { refusalOf, temporaryProject } from './temporary-project.ts';

/** Puts a text on standard input until the test ends. */
const type = (text: string): void => {
  const input = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from(text)]) as unknown as typeof process.stdin);
  onTestFinished(() => {
    input.mockRestore();
  });
};

const refused = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const directory = await temporaryProject(files);
  return (await refusalOf(join(directory, 'compose.yaml'), directory)).text;
};

describe('standard input', () => {
  it('is the file "-", with paths from the working directory', async () => {
    type('services: {a: {image: x, build: ./b}}');
    const { model, files, projectDirectory } = await resolveSpec(['-'], { env: {}, projectName: 'shop' });
    expect(model.services.a?.build?.context).toBe(join(process.cwd(), 'b'));
    expect({ files, projectDirectory }).toEqual({ files: [], projectDirectory: process.cwd() });
  });

  it('may be one of the files that COMPOSE_FILE lists', async () => {
    const directory = await temporaryProject({ 'compose.yaml': 'name: shop\nservices: {a: {image: x, user: u}}' });
    type('services: {a: {image: y}}');
    const { model } = await resolveSpec([], { env: { COMPOSE_FILE: `${join(directory, 'compose.yaml')}:-` } });
    expect(model.services.a).toMatchObject({ image: 'y', user: 'u' });
    type('services: {a: {image: z}}');
    expect((await resolveSpec([], { env: { COMPOSE_FILE: '-' } })).model.services.a).toMatchObject({ image: 'z' });
  });

  it('has its problems shown under its name', async () => {
    type('services: {a: {imag: x}}');
    expect((await refusalOf(['-'], '', { projectName: 'shop' })).text).toMatchInlineSnapshot(`
      "1 problem in standard input

      standard input:1:16 services.a.imag: unknown key; did you mean "image"?
         1 | services: {a: {imag: x}}
           |                ^"
    `);
  });
});

describe('COMPOSE_FILE', () => {
  it('may list a directory, which stands for the Compose files in it, and no file of another machine', async () => {
    const directory = await temporaryProject({ 'shop/compose.yaml': 'name: shop\nservices: {a: {image: x}}', 'shop/compose.override.yaml': 'services: {a: {image: y}}' });
    expect((await resolveSpec([], { env: { COMPOSE_FILE: join(directory, 'shop') } })).model.services.a).toMatchObject({ image: 'y' });
    const remote = resolveSpec([], { env: { COMPOSE_FILE: 'https://example.org/compose.yaml', COMPOSE_PATH_SEPARATOR: ',' } });
    await expect(remote).rejects.toThrow('"https://example.org/compose.yaml" is not a file of this machine');
  });
});

describe('a file that is on no disk', () => {
  it('cannot be included, extended from or loaded', async () => {
    expect(await refused({ 'compose.yaml': 'include:\n  - oci://registry.example/shop:1\n  - path: [a.yaml, "https://github.com/acme/shop.git#main:compose.yaml"]\nservices:\n  a:\n    extends: {file: "git@github.com:acme/shop.git", service: a}\n' })).toMatchInlineSnapshot(`
      "3 problems in compose.yaml

      compose.yaml:2:5 include[0]: "oci://registry.example/shop:1" is not a file of this machine, and Compose files from a registry (OCI) or a repository (Git) are not supported; download it and name its path
         2 |   - oci://registry.example/shop:1
           |     ^

      compose.yaml:3:5 include[1]: "https://github.com/acme/shop.git#main:compose.yaml" is not a file of this machine, and Compose files from a registry (OCI) or a repository (Git) are not supported; download it and name its path
         3 |   - path: [a.yaml, "https://github.com/acme/shop.git#main:compose.yaml"]
           |     ^

      compose.yaml:6:14 services.a.extends: "git@github.com:acme/shop.git" is not a file of this machine, and Compose files from a registry (OCI) or a repository (Git) are not supported; download it and name its path
         6 |     extends: {file: "git@github.com:acme/shop.git", service: a}
           |              ^"
    `);
    expect((await refusalOf('oci://registry.example/shop:1')).text).toMatchInlineSnapshot(`""oci://registry.example/shop:1" is not a file of this machine, and Compose files from a registry (OCI) or a repository (Git) are not supported; download it and name its path"`);
  });
});

describe('env_file', () => {
  it('is a text or a list, in a base, too', async () => {
    expect(await refused({ 'compose.yaml': 'services: {a: {extends: {file: base.yaml, service: b}}}', 'base.yaml': 'services:\n  b:\n    image: x\n    env_file:\n      path: a.env\n', 'a.env': 'A=1\n' })).toMatchInlineSnapshot(`
      "1 problem in base.yaml

      base.yaml:5:7 services.b.env_file: expected a string or a list, found a mapping; write it as an entry of a list: "- path: …"
         5 |       path: a.env
           |       ^"
    `);
    expect(await refused({ 'compose.yaml': 'services: {a: {image: x, env_file: {path: a.env}}}', 'a.env': 'A=1\n' })).toMatchInlineSnapshot(`
      "1 problem in compose.yaml

      compose.yaml:1:26 services.a.env_file: expected a string or a list, found a mapping
         1 | services: {a: {image: x, env_file: {path: a.env}}}
           |                          ^"
    `);
  });
});

describe('the env files of included files', () => {
  const files = {
    'compose.yaml': 'name: shop\ninclude: [one/c.yaml, two/c.yaml]\nservices: {a: {image: x, secrets: [s, t, o]}}\nsecrets: {o: {environment: OWN}}',
    '.env': 'OWN=main\nBOTH=main\n',
    'one/c.yaml': 'services: {b: {image: "x:${V}", environment: [V, NONE], secrets: [s, both]}}\nsecrets: {s: {environment: V}, both: {environment: BOTH}}', 'one/.env': 'V=one\nBOTH=one\n',
    'two/c.yaml': 'services: {c: {image: "x:${V}"}}\nsecrets: {t: {environment: V}}\nconfigs: {u: {environment: V}}', 'two/.env': 'V=two\n',
  };

  it('give the secrets and configs of these files their values', async () => {
    const spec = await resolveSpec(join(await temporaryProject(files), 'compose.yaml'), { env: {} });
    expect(spec.includedValues).toEqual({ 'configs.u': 'two', 'secrets.s': 'one', 'secrets.t': 'two', 'secrets.both': 'one' });
    expect(spec.environment).toEqual({ BOTH: 'main', COMPOSE_PROJECT_NAME: 'shop', OWN: 'main' });
    expect(() => { refuseFields(spec, '1.41'); }).not.toThrow();
  });

  it('fill lists of variables even where nothing is interpolated', async () => {
    const { root } = await resolveTree(join(await temporaryProject(files), 'compose.yaml'), { env: { V: 'host' }, interpolate: false });
    expect(toPlain(root)).toMatchObject({ services: { b: { image: 'x:${V}', environment: ['V=one', 'NONE'] } } });
  });
});

describe('an extension', () => {
  it('has the values that its JSON has, whatever its YAML was', async () => {
    const file = join(await temporaryProject({ 'compose.yaml': 'x-v: [9007199254740993, 1.0, 1e6, 2001-12-14t21:59:43.10-05:00, 2001-12-14]\nservices: {a: {image: x, x-seaworthy: {ready: {port: 80.0}}}}' }), 'compose.yaml');
    const { model } = await resolveSpec(file, { env: {} });
    expect(model['x-v']).toEqual([9007199254740992, 1, 1000000, '2001-12-14T21:59:43.1-05:00', '2001-12-14T00:00:00Z']);
    expect(model.services.a?.['x-seaworthy']).toEqual({ ready: { port: 80 } });
    expect((await resolveSpec({ services: { a: { image: 'x' } }, 'x-at': new Date(0) }, { env: {} })).model['x-at']).toBe('1970-01-01T00:00:00Z');
  });
});

describe('healthcheck.start_interval', () => {
  it('is refused by an up without start_period, not by the loader', async () => {
    const spec = await resolveSpec({ services: { a: { image: 'x', healthcheck: { test: 't', start_interval: '1s' } }, b: { image: 'x', healthcheck: { test: 't', start_interval: '1s', start_period: '0s' } } } }, { env: {} });
    expect(() => { refuseFields(spec, '1.44'); }).toThrowErrorMatchingInlineSnapshot(`
      [SpecError: 1 problem in the stack

      services.a.healthcheck.start_interval: healthcheck.start_interval requires healthcheck.start_period to be set: it is the interval during that period; set start_period, or leave start_interval out]
    `);
  });
});
