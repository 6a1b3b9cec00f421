import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configText } from '../../../src/cli/config-text.ts';
import { SpecError } from '../../../src/errors.ts';
import { composeAnswer, composeBinary, composeUnset, environmentOf, writeCase } from '../engine/compose/corpus/comparison.ts';
import type { CorpusCase } from '../engine/compose/corpus/corpus-case.ts';
import { documentCorpus } from '../engine/compose/corpus/document-corpus.ts';
import { interpolationCorpus } from '../engine/compose/corpus/interpolation-corpus.ts';
import { knownDifferences, otherText } from '../engine/compose/corpus/known-differences.ts';
import { mergeCorpus } from '../engine/compose/corpus/merge-corpus.ts';
import { projectCorpus } from '../engine/compose/corpus/project-corpus.ts';
import { realWorldCorpus } from '../engine/compose/corpus/real-world-corpus.ts';
import { serviceCorpus } from '../engine/compose/corpus/service-corpus.ts';
import { shapeCorpus } from '../engine/compose/corpus/shape-corpus.ts';
import { syntaxCorpus } from '../engine/compose/corpus/syntax-corpus.ts';
import { textCorpus } from '../engine/compose/corpus/text-corpus.ts';

/** Cases in which docker compose differs only where a step is left out, and why. */
const partialDifferences: ReadonlyMap<string, string> = new Map([
  ['an include with its own .env and secrets from it', 'without interpolation, docker compose prints the value of the secret under a key of its own, "x-#value"'],
  ['build: {ssh: [other]}', 'without interpolation a form may not be known yet, so that it is not refused'],
  ['volumes: [{type: bind, target: /y}]', 'docker compose misses the source only when it resolves paths'],
  ['a name that normalises to nothing', 'where nothing is normalised, docker compose prints a name that it could not use'],
  ['ulimits: {nofile: $N}', 'docker compose refuses a variable in place of a number even where none is resolved'],
]);

const corpus = [...textCorpus, ...serviceCorpus, ...documentCorpus, ...interpolationCorpus, ...mergeCorpus, ...projectCorpus, ...shapeCorpus, ...syntaxCorpus, ...realWorldCorpus].filter(
  ({ title }) => !knownDifferences.has(title) && !otherText.has(title) && !partialDifferences.has(title),
);

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seaworthy-flags-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const screen = { isTerminal: false, coloured: false, columns: 80, rows: 24 };
const silence = (): void => {};
const { signal } = new AbortController();

/** What `seaworthy config` prints, in the environment of the case and in no other. */
const ours = async (document: CorpusCase, paths: readonly string[], flags: Readonly<Record<string, boolean | string>>, warning: (line: string) => void = silence): Promise<string | undefined> => {
  const before = process.env;
  process.env = environmentOf(document);
  try {
    const { profiles, projectName } = document;
    return await configText({
      flags,
      project: { file: paths, ...(profiles === undefined ? {} : { profile: profiles }), ...(projectName === undefined ? {} : { 'project-name': projectName }) },
      operands: [],
      progress: 'quiet',
      output: { data: silence, aside: silence, message: silence, warning, dataScreen: screen, asideScreen: screen },
      input: { isTerminal: false, open: () => Readable.from([]), raw: () => silence },
      interrupts: { signal, again: () => signal },
    });
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  } finally {
    process.env = before;
  }
};

/** Runs a few at a time. */
const eachOf = async <T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> => {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item);
  };
  await Promise.all([worker(), worker(), worker()]);
};

const toFlags = (args: readonly string[]): Readonly<Record<string, boolean | string>> =>
  Object.fromEntries(args.map((arg) => arg.slice(2).split('=')).map(([name = '', value]) => [name, value ?? true] as const));

const namesEnvFile = ({ files }: CorpusCase): boolean => Object.values(files).some((text) => text.includes('env_file'));

/** Every combination sees another share of the corpus, so that the time it takes stays small. With COMPARE=all each document is seen by one. */
const SHARE = process.env['COMPARE'] === 'all' ? 7 : 100;

describe.skipIf(composeBinary === undefined)('prints, byte for byte, what docker compose config prints (COMPOSE_BINARY names the docker-compose to compare with)', { timeout: process.env['COMPARE'] === 'all' ? 900_000 : 120_000 }, () => {
  it.each(
    [
      '--no-normalize',
      '--no-path-resolution',
      '--no-consistency',
      '--no-normalize --no-path-resolution --no-consistency --format=json',
      '--no-interpolate --no-normalize',
      '--no-interpolate --no-path-resolution',
      '--no-env-resolution',
    ].map((args, index) => ({ args, index })),
  )('with $args', async ({ args, index }) => {
    const flags = args.split(' ');
    // Releases of docker compose up to 2.40 read env files all the same.
    const compared = corpus.filter((document, place) => place % SHARE === index && !(args === '--no-env-resolution' && namesEnvFile(document)));
    const [expected, actual] = [new Map<string, string>(), new Map<string, string>()];
    const written = new Map<CorpusCase, readonly string[]>();
    for (const [place, document] of compared.entries()) {
      const paths = await writeCase(document, join(root, String(index), String(place)));
      written.set(document, paths);
      actual.set(document.title, (await ours(document, paths, toFlags(flags))) ?? 'refused');
    }
    await eachOf(compared, async (document) => {
      const answer = await composeAnswer(document, written.get(document) ?? [], flags);
      expected.set(document.title, 'text' in answer ? answer.text : 'refused');
    });
    expect(compared.length).toBeGreaterThan(5);
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected));
  });

  it.each(['--format=json', '--format=yaml'])('with --variables %s', async (format) => {
    const document = variables;
    const paths = await writeCase(document, join(root, 'variables'));
    expect({ text: await ours(document, paths, toFlags(['--variables', format])) }).toEqual(await composeAnswer(document, paths, ['--variables', format]));
  });

  it.each(['', '--services', '--no-interpolate', '--environment', '--images', '--variables'])('with warnings of the same variables for config %s', async (flag) => {
    const paths = await writeCase(unset, join(root, 'unset'));
    const warned: string[] = [];
    await ours(unset, paths, flag === '' ? {} : toFlags([flag]), (line) => warned.push(line));
    const names = warned.flatMap((line) => /the variable "(\w+)" is not set/.exec(line)?.[1] ?? []);
    expect([...new Set(names)].sort()).toEqual([...(await composeUnset(unset, paths, flag === '' ? [] : [flag]))].sort());
  });

  it('with paths of files that include and extend each other left relative', async () => {
    const paths = await writeCase(nested, join(root, 'nested'));
    const text = await ours(nested, paths, { 'no-path-resolution': true });
    expect({ text }).toEqual(await composeAnswer(nested, paths, ['--no-path-resolution']));
    expect(text?.match(/(source|context): .*/g)).toEqual(['source: part/base/d', 'source: part/i', 'context: .', 'source: lib/sub/e', 'source: lib/x', 'source: ./w', 'source: ~/h']);
  });
});

const nested: CorpusCase = {
  title: 'nested files',
  files: {
    'compose.yaml': 'name: shop\ninclude: [part/compose.yaml]\nservices: {web: {build: ., extends: {file: lib/base.yaml, service: b}, volumes: ["./w:/w", "~/h:/h"]}}',
    'lib/base.yaml': 'services: {b: {extends: {file: sub/deep.yaml, service: d}, volumes: ["./x:/x"]}}',
    'lib/sub/deep.yaml': 'services: {d: {volumes: ["./e:/e"]}}',
    'part/compose.yaml': 'services: {part: {image: x, extends: {file: base/b.yaml, service: b}, volumes: ["./i:/i"]}}',
    'part/base/b.yaml': 'services: {b: {volumes: ["./d:/d"]}}',
  },
};

const unset: CorpusCase = {
  title: 'variables that are not set',
  files: {
    'compose.yaml': 'name: shop\ninclude: [part/compose.yaml]\nservices: {a: {image: "x:${TAG}", command: "$MODEL", env_file: [a.env, {path: raw.env, format: raw}], label_file: l.env}, off: {image: x, profiles: [off], env_file: off.env, label_file: m.env}}',
    '.env': 'TAG=${DOT}\nKNOWN=1\nQ=\'$NO1\'\nR="$$NO2 ${DOT2}"\n',
    'a.env': 'A=$KNOWN${DEF:-1}$A0${TAG}\nB="two\nlines ${B0}"\nC=\'$NO4\'\nD=$A\\$E0\nE="\\$NO5"\nBARE\n',
    'raw.env': 'R=$NO6\n',
    'l.env': 'l=$KNOWN$L0$HOME\n',
    'off.env': 'O=$O0\n',
    'm.env': 'M=$M0\n',
    'part/compose.yaml': 'services: {p: {image: x, env_file: p.env}}',
    'part/.env': 'P=$P0\n',
    'part/p.env': 'P=$P1$P\n',
  },
};

const variables: CorpusCase = {
  title: 'variables',
  files: {
    'compose.yaml': `
name: shop
services:
  a:
    image: "\${A:-x} and \${B}"
    labels: {c: "\${C:-\${D:-e}}", e: "\${E:+\${Z:-<q>&}}\${F+alt} $G $$H \${I:-}", j: "\${J?msg \${K}}", n: "\${N:-1}\${V10-v}\${V9-v}\${V_9-v}"}
    ports: [{target: 80, published: "\${P}"}, "\${Q:-8080}:80"]
    deploy: {replicas: "\${T:-3}"}
    environment: ["\${V}=x", "W=\${W:-it's: a \\"b\\"}"]
`,
  },
};

const one = (text: string, files: Readonly<Record<string, string>> = {}): CorpusCase => ({ title: 'one', files: { 'compose.yaml': `name: shop\n${text}`, ...files } });

const printed = async (document: CorpusCase, flags: Readonly<Record<string, boolean | string>>): Promise<string | undefined> =>
  (await ours(document, await writeCase(document, await mkdtemp(join(root, 'one-'))), flags))?.replaceAll(/\/\S+one-[^/]+/g, '<folder>');

describe('seaworthy config', () => {
  it('keeps env_file where the files are not to be read', async () => {
    const document = one('services: {a: {image: x, network_mode: none, env_file: [gone.env, {path: b.env, required: false, format: raw}], environment: {HOME: , OWN: 1}}}');
    expect(await printed(document, { 'no-env-resolution': true })).toMatchInlineSnapshot(`
      "name: shop
      services:
        a:
          environment:
            HOME: /home/user
            OWN: "1"
          env_file:
            - path: <folder>/gone.env
            - path: <folder>/b.env
              required: false
              format: raw
          image: x
          network_mode: none
      "
    `);
  });

  it.each(['services', 'images', 'volumes', 'networks', 'models', 'hash'])('reads no env file of a service for --%s', async (flag) => {
    const text = await printed(one('services: {a: {image: x, env_file: gone.env}}'), { [flag]: flag === 'hash' ? 'a' : true });
    expect(text).toMatch({ services: /^a\n$/, images: /^x\n$/, networks: /^default\n$/, hash: /^a [0-9a-f]{64}\n$/ }[flag] ?? /^$/);
  });

  it('prints the services even where they depend on each other in a cycle, if nobody asks for consistency', async () => {
    const document = one('services: {a: {image: x, depends_on: [b]}, b: {image: x, depends_on: [a]}}');
    expect(await printed(document, { 'no-consistency': true, services: true })).toBe('b\na\n');
    expect(await printed(document, { services: true })).toBeUndefined();
  });

  it('reads env files that are named relative to the project directory', async () => {
    const document = one('services: {a: {image: x, network_mode: none, env_file: a.env}}', { 'a.env': 'A=1' });
    expect(await printed(document, { 'no-path-resolution': true })).toContain('A: "1"');
  });

  it('lists variables as a table', async () => {
    expect(await printed(one('services: {a: {image: "${IMAGE:-nginx}", labels: {a: "${B?}", c: "${DEBUG:+yes}", d: "${WIDE:-a default value that is wide}"}}}'), { variables: true })).toMatchInlineSnapshot(`
      "NAME                REQUIRED            DEFAULT VALUE                  ALTERNATE VALUE
      B                   true                                               
      DEBUG               false                                              yes
      IMAGE               false               nginx                          
      WIDE                false               a default value that is wide   
      "
    `);
    expect(await printed(one('services: {a: {image: x}}'), { variables: true, format: 'yaml' })).toBe('{}\n');
  });

  it('refuses to list variables where one is malformed', async () => {
    await expect(printed(one('services: {a: {image: "${A"}}'), { variables: true })).rejects.toThrowErrorMatchingInlineSnapshot(`[CommandFailure: invalid interpolation in "\${A"; write "$$" for a dollar sign, or "\${NAME}", "\${NAME:-default}", "\${NAME:?message}"]`);
  });

  it.each(['resolve-image-digests', 'lock-image-digests'])('says what to do in place of --%s', async (flag) => {
    const failure = await printed(one('services: {a: {image: x}}'), { [flag]: true }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'UsageError',
      message: `--${flag} is not there: only a registry knows the digest of a tag, and config asks no registry; pull the images, write the digest that "docker image inspect --format '{{.RepoDigests}}' IMAGE" shows as "image: name@sha256:…", or use "docker compose config --${flag}"`,
    });
  });
});
