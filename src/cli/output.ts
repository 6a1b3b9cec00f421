/** Where a command writes. What a program may read goes to `data` alone. */
export interface Output {
  /** Standard output, as it is. */
  readonly data: (text: string) => void;
  /** A line for the user, on standard error. */
  readonly message: (line: string) => void;
  /** A line of warning for the user, on standard error. */
  readonly warning: (line: string) => void;
}
