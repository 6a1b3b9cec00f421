/** One line of what the engine streams while it builds. */
export interface BuildMessage {
  readonly stream?: string;
  readonly status?: string;
  readonly error?: string;
  readonly id?: string;
  /** Base64 for what BuildKit tells of its steps. */
  readonly aux?: { readonly ID?: string } | string | null;
}

/** What a build has printed so far, as far as its failure needs it. */
export interface BuildOutput {
  /** What a message says to a reader; empty for one that says nothing. */
  read(message: BuildMessage): string;
  /** The step that failed and the end of what it printed. */
  describe(): string;
}

/** How much of a failing step's output goes into an error. */
const TAIL_LINES = 20;

/** A step and the end of what it printed, as it stands in an error. */
export const describeStep = (step: string, lines: readonly string[]): string => `${step === '' ? '' : `\n${step}`}${lines.slice(-TAIL_LINES).map((line) => `\n  ${line}`).join('')}`;
