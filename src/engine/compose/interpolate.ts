/** Looks a variable up; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A template that is not valid, or a required variable that has no value. */
export class InterpolationError extends Error {
  /** The template as a whole is malformed, rather than a variable missing. */
  readonly malformed: boolean;

  constructor(message: string, malformed: boolean) {
    super(message);
    this.name = 'InterpolationError';
    this.malformed = malformed;
  }
}

const name = '[_A-Za-z][_A-Za-z0-9]*';
// The body runs to the last brace of the line; which brace really closes is decided by counting, below.
const pattern = new RegExp(`\\$(?:(?<escaped>\\$)|(?<named>${name})|\\{(?:(?<variable>${name})(?<operation>:?[-+?][^\\n]*)?\\}|(?<invalid>)))`, 'g');

/**
 * Replaces `$VAR`, `${VAR}`, `${VAR:-default}`, `${VAR-default}`, `${VAR:+alternative}`, `${VAR+alternative}`,
 * `${VAR:?message}` and `${VAR?message}` in a text; `$$` is a dollar sign. Defaults, alternatives and messages are
 * interpolated themselves, and only when they are used. Values are never expanded again.
 *
 * @param onUnset told of a variable that is not set where nothing says what to use instead
 * @throws InterpolationError for a malformed `${` or a required variable without a value
 */
export const interpolate = (text: string, lookup: Lookup, onUnset?: (variable: string) => void): string => {
  if (!text.includes('$')) return text;
  return text.replaceAll(pattern, (match: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    if (groups.escaped !== undefined) return '$';
    if (groups.named !== undefined) return valueOf(groups.named, lookup, onUnset);
    if (groups.variable === undefined) throw new InterpolationError(`invalid interpolation in ${JSON.stringify(text)}`, true);
    if (groups.operation === undefined) return valueOf(groups.variable, lookup, onUnset);
    const braced = parseBraced(match, groups.variable);
    return operate(braced, lookup, onUnset) + interpolate(braced.remainder, lookup, onUnset);
  });
};

/** A variable as one text names it. */
export interface NamedVariable {
  readonly name: string;
  /** Whether the text has no meaning without it. */
  readonly required: boolean;
  /** What stands in its place where it is not set; empty for none. */
  readonly defaultValue: string;
  /** What stands in its place where it is set; empty for itself. */
  readonly alternative: string;
}

/**
 * The variables that a text names, those inside of defaults and alternatives included.
 *
 * @throws InterpolationError for a malformed `${`
 */
export const variablesIn = (text: string): readonly NamedVariable[] =>
  [...text.matchAll(pattern)].flatMap(({ 0: match, groups = {} }) => {
    if (groups.escaped !== undefined) return [];
    const name = groups.named ?? groups.variable;
    if (name === undefined) throw new InterpolationError(`invalid interpolation in ${JSON.stringify(text)}`, true);
    if (groups.operation === undefined) return [{ name, required: false, defaultValue: '', alternative: '' }];
    const { operator, body, remainder } = parseBraced(match, name);
    const variable = { name, required: operator === '?', defaultValue: operator === '-' ? body : '', alternative: operator === '+' ? body : '' };
    return [variable, ...(operator === '?' ? [] : variablesIn(body)), ...variablesIn(remainder)];
  });

const valueOf = (variable: string, lookup: Lookup, onUnset?: (variable: string) => void): string => {
  const value = lookup(variable);
  if (value === undefined) onUnset?.(variable);
  return value ?? '';
};

/** What stands between braces, after the name. */
interface Braced {
  readonly variable: string;
  readonly operator: string;
  /** With a colon, an empty value counts as none. */
  readonly emptyCounts: boolean;
  readonly body: string;
  /** What comes after the brace that closes, up to the last one of the line. */
  readonly remainder: string;
}

const parseBraced = (match: string, variable: string): Braced => {
  const end = closingBrace(match);
  // Where no brace closes by count, the last one does, which is the last character of the match.
  const operation = match.slice(2 + variable.length, end);
  const emptyCounts = operation.startsWith(':');
  const at = emptyCounts ? 1 : 0;
  return { variable, operator: operation.charAt(at), emptyCounts, body: operation.slice(at + 1), remainder: end < 0 ? '' : match.slice(end + 1) };
};

const operate = ({ variable, operator, emptyCounts, body }: Braced, lookup: Lookup, onUnset?: (variable: string) => void): string => {
  const value = lookup(variable);
  const present = value !== undefined && !(emptyCounts && value === '');
  if (operator === '+') return present ? interpolate(body, lookup, onUnset) : (value ?? '');
  if (present) return value;
  if (operator === '-') return interpolate(body, lookup, onUnset);
  const reason = interpolate(body, lookup, onUnset);
  throw new InterpolationError(`required variable ${variable} is missing a value${reason === '' ? '' : `: ${reason}`}`, false);
};

/** The brace that closes the expression: every brace counts, and the character after an opening one is skipped, as in Compose. */
const closingBrace = (text: string): number => {
  let open = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '}' && --open === 0) return index;
    if (text[index] === '{') {
      open += 1;
      index += 1;
    }
  }
  return -1;
};
