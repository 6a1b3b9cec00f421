import { parseTimestamp } from './timestamp.ts';
import { Float, type Scalar } from './tree.ts';

const words = new Map<string, Scalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, new Float(Infinity)] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, new Float(-Infinity)] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, new Float(NaN)] as const),
]);

const integerForms: readonly (readonly [RegExp, string])[] = [
  [/^[-+]?0[xX]([0-9a-fA-F]+)$/, '0x'],
  [/^[-+]?0[bB]([01]+)$/, '0b'],
  [/^[-+]?0[oO]?([0-7]+)$/, '0o'],
  [/^[-+]?(0|[1-9][0-9]*)$/, ''],
];
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

const [lowestInteger, highestInteger] = [-(2n ** 63n), 2n ** 64n - 1n];

const parseInteger = (text: string): number | bigint | undefined => {
  for (const [form, prefix] of integerForms) {
    const digits = form.exec(text)?.[1];
    if (digits === undefined) continue;
    const magnitude = BigInt(prefix + digits);
    const value = text.startsWith('-') ? -magnitude : magnitude;
    if (value < lowestInteger || value > highestInteger) return undefined;
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  return undefined;
};

/**
 * The value of an unquoted YAML scalar, by the mixture of YAML 1.1 and 1.2 that Compose reads: 1.2 booleans, 1.1 octals,
 * underscores in numbers, unquoted dates.
 */
export const parsePlainScalar = (text: string): Scalar => {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text)) return text;
  const date = parseTimestamp(text);
  if (date !== undefined) return date;
  const plain = text.replaceAll('_', '');
  const integer = parseInteger(plain);
  if (integer !== undefined) return integer;
  if (!float.test(plain)) return text;
  const value = Number(plain);
  if (!Number.isFinite(value)) return text;
  return Number.isInteger(value) ? new Float(value) : value;
};
