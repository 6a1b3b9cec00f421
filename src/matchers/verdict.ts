/** What one look at a service said: the answer of a matcher's pure part. */
export interface Verdict {
  /** Whether what the matcher names holds, whatever the assertion wants. */
  readonly holds: boolean;
  /** What was seen, as a clause: `it has exited with code 3`. */
  readonly seen: string;
  /** What else was seen, a name and a text each. */
  readonly rows?: readonly (readonly [name: string, text: string])[];
}
