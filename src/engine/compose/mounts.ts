/** A mount in its short form, taken apart. */
export interface ShortMount {
  readonly type: 'bind' | 'volume';
  readonly source?: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly nocopy: boolean;
  readonly propagation?: string;
  readonly selinux?: string;
}

const propagations = new Set(['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave']);

/** A mount in its short form that cannot be taken apart. */
export class MountSyntaxError extends Error {
  constructor(spec: string, why: string) {
    super(`the volume "${spec}" ${why}; write it as "source:/target", "source:/target:ro" or in the long form`);
    this.name = 'MountSyntaxError';
  }
}

/** Whether a source names a path on the host rather than a volume. A drive letter counts, also alone: `d:/data`. */
const isHostPath = (source: string): boolean => /^([./~]|\\\\|\p{L}:)/u.test(source);

/** Splits at colons that are neither behind a drive letter nor inside `${…}`. */
const splitSections = (spec: string): readonly string[] => {
  const sections: string[] = [];
  let section = '';
  let substitutions = 0;
  for (let index = 0; index < spec.length; index += 1) {
    const character = spec[index] ?? '';
    if (character === '$' && spec[index + 1] === '{') substitutions += 1;
    if (character === '}' && substitutions > 0) substitutions -= 1;
    if (character === ':' && substitutions === 0 && !/^\p{L}$/u.test(section)) {
      sections.push(section);
      section = '';
    } else section += character;
  }
  return [...sections, section];
};

/**
 * Takes `[SOURCE:]TARGET[:OPTIONS]` apart.
 *
 * @throws MountSyntaxError
 */
export const parseMount = (spec: string): ShortMount => {
  const none = { readOnly: false, nocopy: false };
  if (spec === '') throw new MountSyntaxError(spec, 'is empty');
  if (spec.length <= 2) return { type: 'volume', target: spec, ...none };
  const sections = splitSections(spec);
  if (sections.includes('')) throw new MountSyntaxError(spec, 'has an empty section between its colons');
  if (sections.length > 3) throw new MountSyntaxError(spec, 'has too many colons');
  const [first = '', second, optionText = ''] = sections;
  if (second === undefined) return { type: 'volume', target: first, ...none };
  const options = optionText.split(',');
  const access = options.findLast((option) => option === 'ro' || option === 'rw');
  const propagation = options.findLast((option) => propagations.has(option));
  const selinux = options.findLast((option) => option === 'z' || option === 'Z');
  return {
    type: isHostPath(first) ? 'bind' : 'volume',
    source: first,
    target: second,
    readOnly: access === 'ro',
    nocopy: options.includes('nocopy'),
    ...(propagation === undefined ? {} : { propagation }),
    ...(selinux === undefined ? {} : { selinux }),
  };
};
