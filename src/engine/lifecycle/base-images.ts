import type { EnvironmentMap } from '../compose/model.ts';

/** Instructions with continued lines joined; comments dropped. */
const instructionsOf = (dockerfile: string): readonly string[] =>
  dockerfile
    .replace(/\\[ \t]*\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2');

const expand = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(/\$(?:\{(\w+)(?:(:[-+])([^}]*))?\}|(\w+))/g, (_whole, braced: string | undefined, operator: string | undefined, word: string | undefined, plain: string | undefined) => {
    const value = values.get(braced ?? plain ?? '') ?? '';
    if (operator === ':-') return value === '' ? (word ?? '') : value;
    if (operator === ':+') return value === '' ? '' : (word ?? '');
    return value;
  });

/** The images that a Dockerfile starts from or copies from, without its own stages, each once and in order. */
export const baseImages = (dockerfile: string, args: EnvironmentMap = {}): readonly string[] => {
  const values = new Map<string, string>();
  const stages = new Set<string>();
  const images = new Set<string>();
  const note = (image: string): void => {
    if (image !== '' && image !== 'scratch' && !stages.has(image.toLowerCase()) && !/^\d+$/.test(image)) images.add(image);
  };
  for (const instruction of instructionsOf(dockerfile)) {
    const argument = /^ARG\s+(\w+)(?:=(.*))?$/i.exec(instruction);
    const [, name = '', fallback] = argument ?? [];
    // What is declared after the first stage is out of reach for a FROM.
    if (argument !== null && stages.size === 0 && images.size === 0) values.set(name, args[name] ?? unquoted(fallback ?? ''));
    const from = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(instruction);
    if (from !== null) {
      note(expand(unquoted(from[1] ?? ''), values));
      if (from[2] !== undefined) stages.add(from[2].toLowerCase());
    }
    const copied = /^(?:COPY|ADD)\s.*--from=(\S+)/i.exec(instruction);
    if (copied !== null) note(copied[1] ?? '');
  }
  return [...images];
};
