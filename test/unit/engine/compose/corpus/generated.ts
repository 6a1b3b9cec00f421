import { stringify } from 'yaml';
import type { CorpusCase } from './corpus-case.ts';
import { Random } from './random.ts';

/** The forms of one value; all of them mean the same. */
type Forms = readonly unknown[];

const names = ['db', 'cache', 'web'];

const keyValues = (random: Random): Forms => {
  const entries = random.some(['A', 'B_C', 'd.e']).map((key) => [key, random.pick(['1', 'text', 'a=b', '', 'x y', '$$x'])] as const);
  return [Object.fromEntries(entries), entries.map(([key, value]) => `${key}=${value}`)];
};

const port = (random: Random): Forms => {
  const target = 80 + random.below(900);
  const published = random.chance(60) ? String(2000 + random.below(9000)) : undefined;
  const host = published !== undefined && random.chance(30) ? '127.0.0.1' : undefined;
  const protocol = random.pick(['tcp', 'udp']);
  const short = `${host === undefined ? '' : `${host}:`}${published === undefined ? '' : `${published}:`}${String(target)}`;
  const long = { target, ...(published === undefined ? {} : { published }), ...(host === undefined ? {} : { host_ip: host }), protocol };
  return [`${short}/${protocol}`, long, { ...long, mode: 'ingress', target: String(target) }];
};

const mount = (random: Random, index: number): Forms => {
  const target = `/m${String(index)}`;
  const readOnly = random.chance(40) ? { read_only: true } : {};
  const suffix = 'read_only' in readOnly ? ':ro' : '';
  if (random.chance(50)) return [`data:${target}${suffix}`, { type: 'volume', source: 'data', target, volume: {}, ...readOnly }];
  return [`./x:${target}${suffix}`, { type: 'bind', source: './x', target, bind: { create_host_path: true }, ...readOnly }];
};

/** The keys of a service: each gives the forms of one value. */
const fields: Readonly<Record<string, (random: Random) => Forms>> = {
  environment: keyValues,
  labels: keyValues,
  command: (random) => random.pick([[['sleep', 'infinity'], 'sleep infinity'], [['sh', '-c', 'a b'], 'sh -c "a b"'], [['a', "it's"], 'a "it\'s"']]),
  entrypoint: () => [['/e', 'x'], "/e 'x'"],
  healthcheck: (random) => {
    const test = random.pick([['pg_isready', ['CMD-SHELL', 'pg_isready']]] as const);
    const interval = random.pick([['90s', '1m30s'], ['500ms', '0.5s'], ['1h', '60m']] as const);
    return [0, 1].map((form) => ({ test: test[form], interval: interval[form], retries: form === 0 ? 3 : '3' }));
  },
  mem_limit: () => ['64m', 67_108_864, '67108864', '65536k'],
  cpus: () => [0.5, '0.5', '.5'],
  stop_grace_period: () => ['90s', '1m30s'],
  init: () => [true, 'true', 'yes', 'ON'],
  tty: () => [true, 'true', 'Y'],
  scale: () => [2, '2'],
  dns: () => ['1.1.1.1', ['1.1.1.1']],
  tmpfs: () => ['/run', ['/run']],
  extra_hosts: () => [['a:1.1.1.1'], ['a=1.1.1.1'], { a: '1.1.1.1' }, { a: ['1.1.1.1'] }],
  ulimits: () => [{ nofile: { soft: 1, hard: 2 } }, { nofile: { soft: '1', hard: '2' } }],
  secrets: () => [['token'], [{ source: 'token' }], [{ source: 'token', target: '/run/secrets/token' }]],
  configs: () => [['conf'], [{ source: 'conf' }]],
  networks: (random) => random.pick([[['front'], { front: null }], [['front', 'back'], { back: null, front: null }]]),
  depends_on: () => [['cache'], { cache: { condition: 'service_started' } }, { cache: { condition: 'service_started', required: true } }],
  devices: () => [['/dev/a'], [{ source: '/dev/a', target: '/dev/a', permissions: 'rwm' }], ['/dev/a:/dev/a']],
  env_file: () => [[{ path: 'no.env', required: false }], [{ path: './no.env', required: 'false' }]],
  build: () => ['dir', { context: 'dir' }, { context: './dir', dockerfile: 'Dockerfile' }],
  expose: () => [['80'], [80]],
  sysctls: () => [{ 'net.x': 1 }, ['net.x=1']],
  logging: () => [{ driver: 'd', options: { a: 1 } }, { driver: 'd', options: { a: '1' } }],
  deploy: () => [{ resources: { limits: { cpus: '0.25', memory: '1m' } } }, { resources: { limits: { cpus: 0.25, memory: '1024k' } } }],
};

/** Keys that say the same as each other and must agree. */
const conflicts: readonly (readonly string[])[] = [['mem_limit', 'deploy'], ['cpus', 'deploy']];

/** One stack, written in `count` different ways. */
export const generateStack = (seed: number, count: number): readonly string[] => {
  const random = new Random(seed);
  const services = names.map((name) => {
    const keys = random.some(Object.keys(fields), 35).filter((key) => name === 'web' || key !== 'depends_on');
    const kept = keys.filter((key) => !conflicts.some(([one, other]) => key === one && keys.includes(other ?? '')));
    const values = new Map<string, Forms>(kept.map((key) => [key, fields[key]?.(random) ?? []]));
    const ports = Array.from({ length: random.below(3) }, () => port(random));
    const mounts = Array.from({ length: random.below(3) }, (_, index) => mount(random, index));
    return { name, values, ports, mounts };
  });
  return Array.from({ length: count }, () => {
    const written = services.map(({ name, values, ports, mounts }) => {
      const entries = [...values].map(([key, forms]) => [key, random.pick(forms)] as const);
      const lists = { ...(ports.length > 0 ? { ports: ports.map((forms) => random.pick(forms)) } : {}), ...(mounts.length > 0 ? { volumes: mounts.map((forms) => random.pick(forms)) } : {}) };
      return [name, { image: name, ...Object.fromEntries(entries), ...lists }] as const;
    });
    const stack = {
      name: 'shop',
      services: Object.fromEntries(written),
      networks: { front: random.pick([null, {}]), back: { driver: 'bridge' } },
      volumes: { data: random.pick([null, {}]) },
      secrets: { token: { environment: 'TOKEN' } },
      configs: { conf: { content: 'x' } },
    };
    return stringify(stack, { collectionStyle: random.pick(['any', 'block', 'flow']), aliasDuplicateObjects: false });
  });
};

const fragments = ['null', '5', 'text', '[]', '{}', 'true', '-1', '""', '1.5', '[a]', '{a: b}', '!reset x', '!override [a]', '*none', '${A', '$$', '2024-01-01', '&x a', '|', '<<', '%', '\t', '- x', '? y', '"', "'", '#', ': ', '@', '`'];

/** A document with a few changes that may or may not break it. */
export const mutate = (text: string, seed: number): string => {
  const random = new Random(seed + 7919);
  let mutated = text;
  for (let change = 0; change <= random.below(3); change += 1) {
    const lines = mutated.split('\n');
    const at = random.below(lines.length);
    const line = lines[at] ?? '';
    const colon = line.indexOf(': ');
    const kind = random.below(7);
    if (kind === 0) lines.splice(at, 1);
    else if (kind === 1) lines.splice(at, 0, line);
    else if (kind === 2 && colon > 0) lines[at] = `${line.slice(0, colon)}: ${random.pick(fragments)}`;
    else if (kind === 3 && colon > 1) lines[at] = `${line.slice(0, colon - 1)}${line.slice(colon)}`;
    else if (kind === 4) lines[at] = ` ${line}`;
    else if (kind === 5) lines[at] = line.replace(/\d+/, random.pick(['0', '-1', '99999', 'x', '1.5', '"7"']));
    else {
      const cut = random.below(line.length + 1);
      lines[at] = line.slice(0, cut) + random.pick(fragments) + line.slice(cut);
    }
    mutated = lines.join('\n');
  }
  return mutated;
};

const seeds = Array.from({ length: 60 }, (_, seed) => seed);

/** Generated stacks, and the same with a few changes that most often break them. */
export const generatedCorpus: readonly CorpusCase[] = seeds.flatMap((seed) => {
  const [text = ''] = generateStack(seed, 1);
  return [
    { title: `seed ${String(seed)}`, files: { 'compose.yaml': text } },
    { title: `seed ${String(seed)}, changed`, files: { 'compose.yaml': mutate(text, seed) } },
  ];
});
