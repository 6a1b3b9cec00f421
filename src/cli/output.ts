/** What one of the two streams is connected to. */
export interface Screen {
  readonly isTerminal: boolean;
  /** Colours are wanted and can be shown. */
  readonly coloured: boolean;
  /** Characters that fit in a line; 80 where there is no terminal. */
  readonly columns: number;
  readonly rows: number;
}

/** Where a command writes. What a program may read goes to `data` alone. */
export interface Output {
  /** Standard output, as it is. */
  readonly data: (text: string | Uint8Array) => void;
  /** Standard error, as it is: what a command in a container wrote there, and a live display. */
  readonly aside: (text: string | Uint8Array) => void;
  /** A line for the user, on standard error. */
  readonly message: (line: string) => void;
  /** A line of warning for the user, on standard error. */
  readonly warning: (line: string) => void;
  /** What `data` is written to. */
  readonly dataScreen: Screen;
  /** What everything else is written to. */
  readonly asideScreen: Screen;
}
