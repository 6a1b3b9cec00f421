/** Handlers by path pattern; `*` stands for any key or list index. */
export class PathPatterns<Handler> {
  readonly handler: Handler | undefined;
  readonly #named = new Map<string, PathPatterns<Handler>>();
  readonly #any: PathPatterns<Handler> | undefined;

  constructor(table: Readonly<Record<string, Handler>>) {
    this.handler = table[''];
    const groups = new Map<string, Record<string, Handler>>();
    for (const [pattern, handler] of Object.entries(table)) {
      if (pattern === '') continue;
      const dot = pattern.indexOf('.');
      const [step, rest] = dot < 0 ? [pattern, ''] : [pattern.slice(0, dot), pattern.slice(dot + 1)];
      groups.set(step, { ...groups.get(step), [rest]: handler });
    }
    for (const [step, group] of groups) if (step !== '*') this.#named.set(step, new PathPatterns(group));
    const any = groups.get('*');
    this.#any = any === undefined ? undefined : new PathPatterns(any);
  }

  /** The patterns that apply below a key, or undefined where none does: a whole branch can then be left alone. */
  below(step: string | number): PathPatterns<Handler> | undefined {
    return (typeof step === 'string' ? this.#named.get(step) : undefined) ?? this.#any;
  }
}
