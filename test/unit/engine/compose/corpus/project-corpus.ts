import type { CorpusCase } from './corpus-case.ts';

const project = (title: string, files: Readonly<Record<string, string>>, rest: Omit<CorpusCase, 'title' | 'files'> = {}): CorpusCase => ({
  title,
  files,
  load: ['compose.yaml'],
  ...rest,
});

const envFile = (text: string, environment = ''): CorpusCase =>
  project(`env_file ${JSON.stringify(text)}`, {
    'compose.yaml': `name: shop\nservices: {a: {image: x, env_file: ./a.env${environment}}}`,
    'a.env': text,
  }, { env: { HOST: 'host', EMPTY: '' } });

/** Projects of several files: `.env`, env files, `extends` and `include` across directories, profiles. */
export const projectCorpus: readonly CorpusCase[] = [
  ...[
    'A=1\nB=2\n', 'A=1', 'export A=1\n', 'export  A = 1 \n', 'A: 1\nB : 2\n', '# c\n\nA=1 # c\nB=x#y\nC=#z\n', "A='x $HOST'\nB=\"x $HOST\"\nC=x $HOST\n",
    'A="a\\nb\\tc\\"d\\\\e"\n', "A='a\\nb\\'c'\n", 'A="multi\nline"\nB=1\n', "A='multi\nline'\n", 'HOST\nMISSING\n', 'HOST', 'A=\nB=""\n', 'A=$HOST\nB=${A}x\nC=${MISSING:-d}\nD=${MISSING}\n', 'A=$$HOST\nB="\\$HOST"\nC=\\$HOST\n',
    'A=1\r\nB=2\r\n', '\uFEFFA=1\n', 'A B=1\n', '=1\n', 'A=1\nA=2\n', '1A=1\n', 'a.b-c=1\n', 'A[0]=1\n', 'A="x" # c\n', 'A="x"y\n', 'A="unterminated\n', "A='x\n", 'A=${bad\n', 'A=a b c\n', 'A= x\n', 'A=\tx\t\n', '   A=1\n', 'A=x=y\n', 'A="\\0101\\x41"\n', 'é=1\n', 'A!=1\n', 'A=${HOST:?no}\n', 'A=${MISSING:?no}\n', 'A\nB=1\n', 'A="a"\'b\'\n', "A=it's\n", 'A=`x`\n', 'A="$$"\nB="$"\n', 'export\nA=1\n', 'A=1\n\n\n#end', 'A="#x"\n', "A=''\n", 'A=\'a"b\'\nB="a\'b"\n', 'A=\\n\n', 'A="a\\\nb"\n', 'KEY=value with trailing   \n',
  ].map((text) => envFile(text)),
  envFile('A=1\nB=2\nC=3\n', ', environment: {A: 9, B: null, D: }'),
  envFile('A=$D\nB=$HOST\n', ', environment: {D: d, HOST: service}'),
  envFile('A=1\n', ', environment: [A, B]'),
  project('.env feeds interpolation and value-less keys only', {
    'compose.yaml': 'name: shop\nservices: {a: {image: "x:${TAG}", environment: {TAG: null, OTHER: x}, labels: {n: "${NONE-none}"}}}',
    '.env': 'TAG=1\nUNUSED=2\n',
  }),
  project('the environment wins over .env', { 'compose.yaml': 'name: shop\nservices: {a: {image: "x:$TAG$B"}}', '.env': 'TAG=file\nB=$TAG\n' }, { env: { TAG: 'host' } }),
  project('.env may name the project', { 'compose.yaml': 'services: {a: {image: "x:$COMPOSE_PROJECT_NAME"}}', '.env': 'COMPOSE_PROJECT_NAME=fromenv\n' }),
  project('.env may activate profiles', { 'compose.yaml': 'name: shop\nservices: {a: {image: x, profiles: [p]}, b: {image: y}}', '.env': 'COMPOSE_PROFILES=p,q\n' }),
  project('a broken .env', { 'compose.yaml': 'name: shop\nservices: {a: {image: x}}', '.env': 'A B=1\n' }),
  project('the name is interpolated', { 'compose.yaml': 'name: "${N:-App}_x"\nservices: {a: {image: "$COMPOSE_PROJECT_NAME"}}' }, { env: { N: 'My.Name' } }),
  project('a bad name from the environment', { 'compose.yaml': 'name: shop\nservices: {a: {image: x}}' }, { env: { COMPOSE_PROJECT_NAME: 'Bad Name' } }),
  project('a name that normalises to nothing', { 'compose.yaml': 'name: "--"\nservices: {a: {image: x}}' }),
  project('an empty COMPOSE_PROJECT_NAME', { 'compose.yaml': 'name: shop\nservices: {a: {image: x}}' }, { env: { COMPOSE_PROJECT_NAME: '' } }),
  project('several env files', {
    'compose.yaml': 'name: shop\nservices: {a: {image: x, env_file: [a.env, {path: b.env}, {path: c.env, required: false}]}}',
    'a.env': 'A=1\nB=1\n', 'b.env': 'B=2\nC=$A\n',
  }),
  project('a raw env file', { 'compose.yaml': 'name: shop\nservices: {a: {image: x, env_file: [{path: a.env, format: raw}]}}', 'a.env': 'A="q" # c\nB=$HOST\nHOST\n# c\n  C=1\n' }, { env: { HOST: 'h' } }),
  project('an unknown env file format', { 'compose.yaml': 'name: shop\nservices: {a: {image: x, env_file: [{path: a.env, format: x}]}}', 'a.env': 'A=1\n' }),
  project('an env file of an inactive service is not read', { 'compose.yaml': 'name: shop\nservices: {a: {image: x}, b: {image: y, profiles: [p], env_file: missing.env}}' }),
  project('label files', { 'compose.yaml': 'name: shop\nservices: {a: {image: x, labels: {b: own}, label_file: [l1, ./l2]}}', l1: 'a=1\nb=1\n', l2: 'c=$a\n' }),
  project('one label file', { 'compose.yaml': 'name: shop\nservices: {a: {image: x, label_file: ./l1}}', l1: 'a=1\n' }),
  project('profiles', { 'compose.yaml': 'name: shop\nservices: {a: {image: x, profiles: [p]}, b: {image: y, profiles: [q]}, c: {image: z}}' }, { profiles: ['p'] }),
  project('all profiles', { 'compose.yaml': 'name: shop\nservices: {a: {image: x, profiles: [p]}, b: {image: y, profiles: [q]}}' }, { profiles: ['*'] }),
  project('extends from a file in another directory', {
    'compose.yaml': 'name: shop\nservices: {a: {extends: {file: sub/base.yaml, service: b}, volumes: ["./own:/own"]}}',
    'sub/base.yaml': 'services: {b: {image: x, build: ./ctx, env_file: ./b.env, volumes: ["./data:/data", "vol:/vol"], label_file: ./l, secrets: [s]}, other: {nonsense: 1}}\nvolumes: {vol: {}}\nsecrets: {s: {file: ./s}}',
    'sub/b.env': 'B=1\n', 'sub/l': 'l=1\n',
  }),
  project('extends from a file, resources declared', {
    'compose.yaml': 'name: shop\nservices: {a: {extends: {file: sub/base.yaml, service: b}, volumes: ["./own:/own"]}}\nvolumes: {vol: {}}',
    'sub/base.yaml': 'services: {b: {image: x, build: ./ctx, env_file: ./b.env, volumes: ["./data:/data", "vol:/vol"], label_file: ./l, ports: ["80"]}, other: {nonsense: 1}}\nvolumes: {vol: {}}',
    'sub/b.env': 'B=1\n', 'sub/l': 'l=1\n',
  }),
  project('extends through two files', {
    'compose.yaml': 'name: shop\nservices: {a: {extends: {file: sub/base.yaml, service: b}}}',
    'sub/base.yaml': 'services: {b: {extends: {file: deep/base.yaml, service: c}, volumes: ["./b:/b"]}}',
    'sub/deep/base.yaml': 'services: {c: {image: x, volumes: ["./c:/c"], extends: d}, d: {user: u}}',
  }),
  project('extends that come back', {
    'compose.yaml': 'name: shop\nservices: {a: {extends: {file: base.yaml, service: b}}}',
    'base.yaml': 'services: {b: {image: x, extends: {file: compose.yaml, service: a}}}',
  }),
  project('extends a service that is not in the file', { 'compose.yaml': 'name: shop\nservices: {a: {extends: {file: base.yaml, service: bb}}}', 'base.yaml': 'services: {b: {image: x}}' }),
  project('extends a file without services', { 'compose.yaml': 'name: shop\nservices: {a: {extends: {file: base.yaml, service: b}}}', 'base.yaml': 'name: x' }),
  project('extends with reset and override', {
    'compose.yaml': 'name: shop\nservices: {a: {extends: {file: base.yaml, service: b}, ports: !override ["81"], environment: !reset {}, labels: {k: !reset ""}}}',
    'base.yaml': 'services: {b: {image: x, ports: ["80"], environment: {A: 1}, labels: {k: 1, l: 2}}}',
  }),
  project('extends reset in the same file', { 'compose.yaml': 'name: shop\nservices: {a: {extends: b, ports: !reset []}, b: {image: x, ports: ["80"]}}' }),
  project('extends with an env_file that is a mapping', { 'compose.yaml': 'name: shop\nservices: {a: {extends: {file: base.yaml, service: b}}}', 'base.yaml': 'services: {b: {image: x, env_file: {path: a.env}}}', 'a.env': 'A=1\n' }),
  project('extends with an env_file that is a mapping, over one', { 'compose.yaml': 'name: shop\nservices: {a: {extends: {file: base.yaml, service: b}, env_file: [a.env]}}', 'base.yaml': 'services: {b: {image: x, env_file: {path: a.env}}}', 'a.env': 'A=1\n' }),
  project('an env_file that is a mapping, over a list', { 'compose.yaml': 'name: shop\nservices: {b: {image: x, env_file: [a.env]}}', 'over.yaml': 'services: {b: {env_file: {path: a.env}}}', 'a.env': 'A=1\n' }, { load: ['compose.yaml', 'over.yaml'] }),
  project('an env_file that is a mapping, in the same file', { 'compose.yaml': 'name: shop\nservices: {a: {extends: b, env_file: !reset null}, b: {image: x, env_file: {path: a.env}}}', 'a.env': 'A=1\n' }),
  project('a health check with start_interval alone', { 'compose.yaml': 'name: shop\nservices: {a: {image: x, healthcheck: {test: t, start_interval: 1s}}}' }),
  project('extends interpolates the base', { 'compose.yaml': 'name: shop\nservices: {a: {extends: {file: base.yaml, service: b}}}', 'base.yaml': 'services: {b: {image: "x:${TAG:-1}"}}' }, { env: { TAG: '7' } }),
  project('include', {
    'compose.yaml': 'name: shop\ninclude: [sub/compose.yaml]\nservices: {a: {image: x, depends_on: [b]}}',
    'sub/compose.yaml': 'name: ignored\nservices: {b: {image: "y:${TAG:-none}", volumes: ["./d:/d", "v:/v"], env_file: b.env, networks: [n]}}\nvolumes: {v: {}}\nnetworks: {n: {}}',
    'sub/.env': 'TAG=sub\n', 'sub/b.env': 'B=$TAG\n',
  }),
  project('the including environment wins', {
    'compose.yaml': 'name: shop\ninclude: [sub/compose.yaml]\nservices: {a: {image: x}}',
    '.env': 'TAG=main\n',
    'sub/compose.yaml': 'services: {b: {image: "y:${TAG}${OTHER}"}}',
    'sub/.env': 'TAG=sub\nOTHER=o\n',
  }),
  project('include in its long form', {
    'compose.yaml': 'name: shop\ninclude: [{path: [sub/a.yaml, sub/b.yaml], project_directory: other, env_file: [e.env]}]\nservices: {z: {image: z}}',
    'sub/a.yaml': 'services: {b: {image: "y:$TAG", volumes: ["./d:/d"]}}',
    'sub/b.yaml': 'services: {b: {user: u, volumes: ["./e:/e"]}}',
    'e.env': 'TAG=e\n', 'other/keep': '',
  }),
  project('include of an include', {
    'compose.yaml': 'name: shop\ninclude: [sub/compose.yaml]\nservices: {a: {image: x}}',
    'sub/compose.yaml': 'include: [deep/compose.yaml]\nservices: {b: {image: y, build: ./b}}',
    'sub/deep/compose.yaml': 'services: {c: {image: z, build: ./c}}',
  }),
  project('an include cycle', { 'compose.yaml': 'name: shop\ninclude: [b.yaml]\nservices: {a: {image: x}}', 'b.yaml': 'include: [compose.yaml]\nservices: {b: {image: y}}' }),
  project('include of the same definition twice', { 'compose.yaml': 'name: shop\ninclude: [b.yaml, b.yaml]\nservices: {a: {image: x}}', 'b.yaml': 'services: {b: {image: y}}' }),
  project('an included service that the including file adds to', {
    'compose.yaml': 'name: shop\ninclude: [b.yaml]\nservices: {a: {image: x}, b: {user: u, ports: !override ["81"]}}',
    'b.yaml': 'services: {b: {image: y, ports: ["80"], labels: {l: 1}}}',
  }),
  project('extends of an included service', { 'compose.yaml': 'name: shop\ninclude: [b.yaml]\nservices: {a: {extends: b, user: u}}', 'b.yaml': 'services: {b: {image: y}}' }),
  project('include with a missing env file', { 'compose.yaml': 'name: shop\ninclude: [{path: b.yaml, env_file: missing.env}]\nservices: {a: {image: x}}', 'b.yaml': 'services: {b: {image: y}}' }),
  project('include with list environment from its own .env', {
    'compose.yaml': 'name: shop\ninclude: [sub/compose.yaml]\nservices: {a: {image: x}}',
    'sub/compose.yaml': 'services: {b: {image: y, environment: [TAG]}, c: {image: y, environment: {TAG: null}}}', 'sub/.env': 'TAG=sub\n',
  }),
  project('a problem in an included file', { 'compose.yaml': 'name: shop\ninclude: [b.yaml]\nservices: {a: {image: x}}', 'b.yaml': 'services: {b: {imag: y}}' }),
  project('an override beside it in another directory', {
    'compose.yaml': 'name: shop\nservices: {a: {image: x, volumes: ["./a:/a"]}}',
    'other/over.yaml': 'services: {a: {volumes: ["./b:/b"], build: ./c, env_file: [{path: e.env, required: false}]}}',
  }, { load: ['compose.yaml', 'other/over.yaml'] }),
  project('extends relative to the first file of several', {
    'compose.yaml': 'name: shop\nservices: {a: {image: x}}',
    'other/over.yaml': 'services: {b: {extends: {file: base.yaml, service: c}}}',
    'base.yaml': 'services: {c: {image: top}}', 'other/base.yaml': 'services: {c: {image: other}}',
  }, { load: ['compose.yaml', 'other/over.yaml'] }),
  project('a config file under the project directory', { 'compose.yaml': 'name: shop\nservices: {a: {image: x, configs: [c]}}\nconfigs: {c: {file: sub/../f}}' }),
  project('build arguments from the environment', { 'compose.yaml': 'name: shop\nservices: {a: {build: {args: [A, B, C=1]}}, b: {build: {args: {A: null, B: null, C: 1}}}}' }, { env: { A: 'a' } }),
];
