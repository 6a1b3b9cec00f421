import type { Readable } from 'node:stream';

/** Standard input. */
export interface Input {
  readonly isTerminal: boolean;
  /** The bytes that come, from now on. */
  readonly open: () => Readable;
  /** Keys are handed on as they are pressed, until the function that this gives is called. */
  readonly raw: () => () => void;
}
