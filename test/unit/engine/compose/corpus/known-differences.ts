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
  ['includes within includes', 'the release applies extends before include'],
  ['build: {context: ., no_cache_filter: [a, b]}', 'the release does not know this key of the current specification'],
  ['depends_on: {db: {condition: service_healthy, restart: "${YES}", required: "${NO}"}}', 'the release does not cast required; the current specification does'],
  [
    'volumes: [{type: bind, source: ./a, target: /a, read_only: "${YES}", bind: {create_host_path: "${NO}", propagation: rshared}}, {type: volume, source: data, target: /b, volume: {nocopy: "${YES}", subpath: s, labels: {a: b}}}, {type: tmpfs, target: /c, tmpfs: {size: "${MEM}", mode: 0o755}}, {type: image, source: i, target: /d, image: {subpath: x}}]',
    'the release does not print create_host_path: false, though it differs from true',
  ],
  ['build: {context: ., ssh: [default, "k=/p"], secrets: [token, {source: token, target: t, uid: "1", gid: "2", mode: 0400}]}', 'the release fails on the JSON of an SSH key with a path'],
  ['build: {context: ., ssh: {default: , k: /p}}', 'the release fails on the JSON of an SSH key with a path'],
  ['%YAML 1.2\n---\nservices: {a: {image: x}}', 'the release refuses the directive of the YAML version that it reads'],
]);

/** Cases in which the models are equal and the printed texts are not, and why. */
export const otherText: ReadonlyMap<string, string> = new Map([['an empty list inside an extension', 'Compose prints it as null in JSON, which is another value']]);
