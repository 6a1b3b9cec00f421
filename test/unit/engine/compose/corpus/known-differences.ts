/** Cases in which the release that is compared with (2.40.3) differs from the current specification, and why ours follows the latter. */
export const knownDifferences: ReadonlyMap<string, string> = new Map([
  ['pid: null', 'the release crashes on it'],
  ["labels:\n  t: '${X:-${U:?e}}'", 'the release evaluates a default that is not used; the current specification does not'],
  ["labels:\n  t: '${U:+${V:?e}}'", 'the release evaluates an alternative that is not used; the current specification does not'],
  ['services: {a: {image: x}}\nnetworks: {default: {ipam: {options: {a: b}}}}', 'the release drops ipam.options'],
  [
    'volumes: [{type: bind, source: ./x, target: /y, bind: {propagation: rslave, create_host_path: false, selinux: z, recursive: disabled}}]',
    'the release does not print create_host_path: false, though it differs from true',
  ],
  ['an included service that the including file adds to', 'the release refuses it as a conflict; the current specification merges'],
  ['extends of an included service', 'the release applies extends before include'],
  ['%YAML 1.2\n---\nservices: {a: {image: x}}', 'the release refuses the directive of the YAML version that it reads'],
]);
