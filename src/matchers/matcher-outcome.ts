/** What a matcher answers to its runner, in the shape that Vitest and Jest share. */
export interface MatcherOutcome {
  readonly pass: boolean;
  /** What to print when the assertion fails, with `.not` too. */
  readonly message: () => string;
}

/** What runners hand to a matcher as `this`. */
export interface MatcherContext {
  /** Whether the assertion has `.not` before the matcher. */
  readonly isNot?: boolean;
}

/** How long a matcher looks. */
export interface MatcherOptions {
  /**
   * For how long a matcher looks again before the assertion fails, in milliseconds; 0 looks once. Default 5000. With
   * `.not` it looks until what is named does not hold.
   */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}
