import { type CorpusCase, documentCases, serviceCases } from './corpus-case.ts';

/** YAML that is written in less usual ways, in the keys of one service. */
const fragments: readonly string[] = [
  // Lines of brackets and quotes that are indented less than they should be.
  'command: [\n"a",\n"b"\n]', 'labels: {\na: b,\nc: d\n}', 'labels: {a: b,\nc: d}\nuser: u', 'command: "a\nb"', "command: 'a\n\nb'\nuser: u", 'labels: {a: "x\\\ny"}', 'command: "a \\\n   b"', 'command: "a\n   \\  b"',
  'command: [-c, --x=y, -]', 'command: [a?b, c?]', 'command: [? a]', 'command: [a: b]', 'command: [http://a:80, "x"]', 'command: [a#b, c #d\n  , e]', 'labels: {"a":1,"b":2}', 'labels: {a:1}', 'labels: {a, b: 2}', 'labels: [a=1,, b=2]', 'labels: [a=1, ]', 'labels: {a: b}#c\nuser: "u"#c',
  'command:\n- a\n- b\nuser: u', 'command:\n  - - a', 'command: - a', 'command:\n  -\ta', 'user:\t\tu', 'labels: {a:\tb}', '? user\n: u', '? user : u', '? [a]\n: u', '"user": "u"\nhostname : h',
  'user: ! 1000', 'user: !<tag:yaml.org,2002:str> 1000', 'user: !foo u', 'scale: !!float 2', 'labels: &a.b {a: b}', 'labels: &é {a: b}', 'user: &u\nhostname: *u', 'labels: &l {a: b}\nannotations:\n  <<: *l', 'labels: {a: &x k, *x : c}',
  'command: a\n  b\n  c', 'command: a # c\n  b', 'command:\n  a b\n  c', 'command: foo: bar', 'command: foo :bar', 'command: "foo" bar', 'command: "\\q"', 'command: "\\/"', 'command: "\\x4"', 'command: "\\ud83d\\ude00"', 'command: @foo', 'command: %foo', "command: 'a\\'b'",
  'labels:\n  a: |\n    x\n   y', 'labels:\n  a: |1\n   x\n    y', 'labels:\n  a: |0\n    x', 'labels:\n  a: |#c\n    x', 'labels:\n  a: | x\n    y', 'labels:\n  a: |\n    \ttab', 'labels:\n  a: >\n    x\n\n     y\n\n    z', 'labels:\n  a: >+\n    x\n\n\n  b: c', 'labels:\n  a: |+\n\n\n  b: c', 'labels:\n  a: |\n  b: c', 'labels:\n- |\n  a=x\n- b=y',
  'labels: {a: \u2028x}', 'labels:\n  a: x\u2028\n  b: z', 'labels: {a: "\\uFEFFxé"}', 'labels: {a: \uFEFFx}',
  // Anchors: of keys, below what is reset, used again further down, and in what an alias stands for.
  '&k user: u\nhostname: *k', 'labels: {&x a: b, c: *x}', 'labels: !reset {a: &r b}\nuser: *r', 'labels: {a: &x k, b: *x, c: &x l, d: *x}', 'labels: &m {k: &v one, l: *v}\nuser: &v two\nannotations: *m', 'labels: &l {a: *l}', 'labels:\n  <<: &m {a: b}\nannotations: *m', 'labels: {&x <<: a}', 'user: &a *b', 'user: &a !!str',
  // What only some fields take.
  'labels: {"": a}', 'extra_hosts: {"": 1.1.1.1}', 'build: {args: {"": a}}', 'labels: ["=a"]', 'environment: [""]', 'ports: ["80:80/tcp/udp"]', 'ports: [{target: 80, published: 08}]', 'group_add: [1.5]', 'group_add: [1e3]', 'storage_opt: {a: 1.5}', 'storage_opt: {a: true}', 'storage_opt: {a: 1, b: }',
  'configs: [{source: conf, mode: 0999}]', 'configs: [{source: conf, mode: 1e2}]', 'ulimits: {a: 1.0}', 'gpus: [{count: 1.0}]', 'env_file: [{path: no.env, required: "no"}]', 'env_file: [{path: no.env, required: "off", format: raw}]', 'profiles: [""]', 'profiles: ["", b]',
];

/** The same of whole documents. */
const documents: readonly string[] = [
  'services: &a\n  a: {image: x}\n---\nservices: *a\n', 'x-a: &a u\nservices: {a: {image: x}}\n---\nservices: {a: {user: *a}}\n', '\uFEFF---\nservices: {a: {image: x}}\n', '\uFEFF%YAML 1.1\n---\nservices: {a: {image: x}}\n', '---\n\uFEFFservices: {a: {image: x}}\n', '%YAML 1.1\n%YAML 1.1\n---\nservices: {a: {image: x}}\n',
  'services:\n  a: {image: x}\n...\n', 'services:\n  a: {image: x}\n...\nservices: {b: {image: y}}\n', '--- # c\nservices: {a: {image: x}}\n--- \nservices: {a: {user: u}}\n...\n# end\n', '---\n---\nservices:\n  a: {image: x}\n', '--- {services: {a: {image: x}}}\n', '%YAML 1.1\n---\nservices: {a: {image: x}}\n', '%TAG ! tag:x,2000:\n---\nservices: {a: {image: x}}\n', '%FOO bar\n---\nservices: {a: {image: x}}\n', '%YAML 1.3\n---\nservices: {a: {image: x}}\n',
  ' services: {a: {image: x}}\n', 'services: {a: {image: x}}\n x: y\n', 'services:\n  a:\n    image: x\n  \t\n    user: u\n', 'services:\n  a:\n    image: x\n  user: u\n  b\n', 'services: {\n\ta: {\n\t\timage: x\n\t}\n}\n', '{"services": {"a": {"image": "x", "environment": {"A": null, "B": true, "C": 1.50}}}}', 'services: {a: {image: x}', 'services: {a: {image: x}}}\n', 'services:\r\n  a:\r\n    image: x\r\n    command: >\r\n      a\r\n      b\r\n', 'services:\r  a:\r    image: x\r',
  'services:\n  a:\n    image: x\n    labels:\n      a: |\n        x', 'services:\n  a:\n    image: x\n    labels:\n      a: |+\n        x', 'services:\n  a:\n    image: "x\n    user: u\n    hostname: "h"\n', 'services:\n  a:\n    image: x\n    labels:\n      a: >-\n        x\n        # text\n      # a comment\n        y\n',
];

export const syntaxCorpus: readonly CorpusCase[] = [...serviceCases(fragments), ...documentCases(documents)];
