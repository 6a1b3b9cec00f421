/** What `expect.stringContaining()` and its like make. */
export interface AsymmetricPattern {
  asymmetricMatch(other: unknown): boolean;
}

/** What a text is to be: exactly a string, anything that an expression finds, or what a runner's own pattern takes. */
export type TextPattern = string | RegExp | AsymmetricPattern;

export const isTextPattern = (value: unknown): value is TextPattern =>
  typeof value === 'string' || value instanceof RegExp || isExpression(value) || (typeof value === 'object' && value !== null && typeof (value as Partial<AsymmetricPattern>).asymmetricMatch === 'function');

/** Jest's tests run in a realm of their own, and so do their expressions. */
const isExpression = (value: unknown): value is RegExp => Object.prototype.toString.call(value) === '[object RegExp]';

/** A global or sticky expression remembers where it left off; here each text is looked at from its beginning. */
export const findsIn = (expression: RegExp, text: string): boolean => new RegExp(expression.source, expression.flags.replace(/[gy]/g, '')).test(text);

/** Whether a whole text is as it is to be. A string says nothing of the line end that most commands write last. */
export function isAsExpected(pattern: TextPattern, text: string): boolean {
  if (typeof pattern === 'string') return text === pattern || text.replace(/\r?\n$/, '') === pattern;
  return isExpression(pattern) ? findsIn(pattern, text) : pattern.asymmetricMatch(text);
}

/** A pattern as a message shows it. */
export function patternText(pattern: TextPattern): string {
  if (typeof pattern === 'string') return JSON.stringify(pattern);
  if (isExpression(pattern)) return String(pattern);
  // Both runners name a pattern this way.
  const name = (pattern as unknown as { toString(): string }).toString();
  const { sample } = pattern as { readonly sample?: unknown };
  return `${name === '[object Object]' ? 'a pattern' : name}${sample === undefined ? '' : ` ${sample instanceof RegExp ? String(sample) : JSON.stringify(sample)}`}`;
}
