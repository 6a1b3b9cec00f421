import type { CorpusCase } from './corpus-case.ts';

/** Texts on which a writer of YAML has to decide: quotes, escapes, blocks, things that look like other types. */
export const texts: readonly string[] = [
  '', ' ', '\n', 'a', ' lead', 'trail ', 'a: b', 'a:b', 'key:', ':x', ':', 'a #b', 'a#b', '#x', '- x', '-', '-x', '--- x', '---', '...', '...x', '? x', '?x', '?', '*x', '&x', '!x', '%x', '@x', '`x', '{x', '[x', 'x]', 'a}', ',x', 'x,y', '|x', '>x', "'x'", "it's", '"x"', 'a"b', '=', '<<', '~', '~x',
  'null', 'Null', 'NULL', 'nULL', 'true', 'True', 'TRUE', 'truE', 'false', 'yes', 'Yes', 'YES', 'yEs', 'no', 'NO', 'on', 'off', 'Off', 'y', 'N', 'x', 'yesno',
  '0', '00', '08', '017', '0o17', '0x1F', '0x', '0b11', '0b12', '1_000', '_1', '1_', '+1', '-1', '+', '1.', '.5', '.', '1.5', '1e3', '1E+3', '12e03', '1e400', '1:30', '1:61', '190:20:30', '1:30.5', '22:22', '-1:30', '.inf', '-.inf', '+.Inf', '.nan', '.NAN', 'inf', '123456789012345678901234567890', '18446744073709551615', '18446744073709551616', '-9223372036854775808',
  '2020-01-01', '2020-1-1', '2020-13-01', '2001-12-14t21:59:43.10-05:00', '2001-12-14T21:59:43Z', '2001-12-14 21:59:43', '2001-12-14 21:59:43Z', '2020-01', '12:00:00',
  'one\ntwo', 'one\ntwo\n', 'one\n\ntwo\n\n', '\none', ' one\ntwo\n', '  one\n two\n', 'one\n two', 'one \ntwo', 'one\ntwo ', '\n\n', 'a\tb\nc', '\ta\nb', 'a\r\nb', '#a\nb', '- a\n- b\n', 'a\n\n\n', 'a\n ',
  'tab\there', '\t', 'bell\u0007', '\u0001', '\u001b[0m', '\\', 'a\\b', 'é ü', '日本語', '\u00a0x', 'x\u0085y', '\u007f', '\ue000', '\ufffd',
  'a long text that goes on and on, past the eighty columns at which some writers of YAML begin to fold their lines, and further',
  '$', '$$', '${X}', '<a> & "b"', "a 'b' c: d", 'a: "b"', '[a, b]', '{"a": 1}', 'http://x:80/?a=b&c=d#e', 'a,b,c', '*', '&', '!', '%', '@', '|', '>', '>-', '|-\n', '"', "'", "''", 'a|b', 'C:\\x', '/a:/b:ro', 'sh -c "echo hi"',
];

/** Names whose order says how the keys of a mapping are sorted. */
const names: readonly string[] = ['a', 'A', 'b', 'a1', 'a2', 'a10', 'a01', 'a001', 'a1b', 'a10b', 'a2b', 'a_b', 'a-b', 'a.b', 'ab', 'aB', 'Ab', '1', '2', '10', '01', '1a', '10a', '_a', '-a', '.a', 'é', 'web9', 'web10', 'web', 'y', 'n', 'yes', 'null', '1.5', 'v1.10', 'v1.9', 'a100', 'a1000', 'a0', 'a00', 'a0b', 'k: v', '$k', 'ß', '日'];

/** A quoted scalar. YAML, unlike JSON, has no control characters as they are. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll(/[\x7f-\x9f]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
const asYaml = (text: string): string => quoted(text.replaceAll('$', '$$$$'));

const labels = (entries: readonly (readonly [string, string])[]): string => entries.map(([key, value]) => `      ${quoted(key)}: ${asYaml(value)}`).join('\n');

const document = (title: string, text: string): CorpusCase => ({ title, files: { 'compose.yaml': text }, projectName: 'shop' });

export const textCorpus: readonly CorpusCase[] = [
  ...texts.map((text) =>
    document(
      `the text ${JSON.stringify(text)}`,
      `services:\n  a:\n    image: x\n    labels:\n      v: ${asYaml(text)}\n      ${quoted(`k${text}`)}: x\n    command: [${asYaml(text)}, b]\n    x-list: [[${asYaml(text)}, [b]], {k: ${asYaml(text)}}]\n`,
    ),
  ),
  document('keys in their order', `services:\n  a:\n    image: x\n    labels:\n${labels(names.map((name) => [name, '1']))}\n`),
  document('services in their order', `services:\n${['web10', 'web9', 'Web', 'a_b', 'a-b', 'a.b', 'api'].map((name) => `  ${name}: {image: x}`).join('\n')}\n`),
  document('a key that is too long for one line', `services:\n  a:\n    image: x\n    labels:\n      ${'k'.repeat(129)}: v\n      ${'j'.repeat(128)}: v\n`),
  document('extensions of every type', 'services: {a: {image: x, x-s: {f: 1.5, i: 3, b: true, n: null, l: [], m: {}, s: "1"}}}\nx-top: [1, [2, [3, {a: [4]}]], {b: {c: [5]}}, 1.5, 0.00001, 1234567.5]\nx-none:\nx-date: 2020-01-02\nx-time: 2001-12-14T21:59:43.10Z\n'),
  document('numbers in an extension', 'services: {a: {image: x}}\nx-n: [1.0, 1e6, 100000.0, 1e20, 1e21, 123456789.0, 1.5e-5, -1e6, -0.0, -0, 1234567.5, 18446744073709551616, 0xFFFFFFFFFFFFFFFF, 9_007_199_254_740_993, !!float 9007199254740993]\n'),
  document(
    'points in time in an extension',
    `services: {a: {image: x}}\n${[
      '2001-12-14T21:59:43Z', '2001-12-14T21:59:43+00:00', '2001-12-14T21:59:43-00:00', '2001-12-14T21:59:43.123456789123Z', '2001-12-14T21:59:43.1000+01:00', '0001-01-01', '0000-02-29', '9999-12-31T23:59:59.999999999Z', '2001-12-14 1:2:3.5', '2001-12-14t1:59:43Z',
      '2001-1-4', '2001-12-14T21:59:43+23:59', '2001-12-14T21:59:60Z', '2001-12-14T21:60:00Z', '2001-12-14T24:00:00Z', '2001-12-14T21:59:43.Z', '2001-12-14 21:59', '2001-12-14T21:59:43,5Z', '2001-12-14T21:59:43+0530', '2001-12-14T9:5:3+05:30', '2001-12-14T21:59:43z', '2001-02-29', '2001-04-31', '2000-02-29', '1900-02-29',
      '2001-12-14T21:59:43', '2001-12-14  21:59:43', '2001-12-14T21:59:43+99:00', '2001-12-14T21:59:43+05:60', '2001-12-14T21:59:43+05:61', '2001-12-14T21:5:43Z', '2001-12-14 21:59:43.1234567891234', '2001-12-14 21:59:43Z', '2001-00-01', '2001-01-00', '!!str 2001-12-14', '"2001-12-14"',
    ].map((text, index) => `x-${String(index)}: ${text}\n`).join('')}`,
  ),
  document('extensions in every place', 'services: {a: {image: x, x-b: 1, x-a: 2, healthcheck: {test: t, x-h: 1}, deploy: {x-d: 1, resources: {x-r: 1}}, networks: {n: {x-n: 1}}, depends_on: {b: {condition: service_started, x-d: 1}}}, b: {image: x, deploy: {}, healthcheck: {}, logging: {}}}\nnetworks: {n: {x-z: 1, ipam: {x-i: 1}}}\n'),
  document('every resource', 'services: {a: {image: x, volumes: [v:/v], secrets: [s], configs: [c], models: [m]}}\nvolumes: {v: {x-v: 1}, unused: {}}\nsecrets: {s: {file: ./s}, unused: {file: ./s}}\nconfigs: {c: {content: "a\\n"}, unused: {file: ./s}}\nmodels: {m: {model: x}, unused: {model: x}}\nnetworks: {unused: {}}\nx-b: 1\nx-a: 2\n'),
  document('an empty list inside an extension', 'services: {a: {image: x}}\nx-a: [{b: []}]\n'),
  document('no service', 'services: {}\n'),
];
