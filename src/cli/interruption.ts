/** What ends a command from outside; `SIGPIPE` stands for a reader that has gone, as `head` does when it has seen enough. */
type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE';

const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGPIPE: 13, SIGTERM: 15 } as const;

/** Why a command was ended from outside: the reason of its signal. */
export class Interruption extends Error {
  readonly signalName: SignalName;
  /** As shells report the end by a signal: 128 and its number. */
  readonly exitCode: number;

  constructor(signalName: SignalName) {
    super(signalName === 'SIGPIPE' ? 'Interrupted, since nobody reads the output any more.' : `Interrupted by ${signalName}.`);
    this.name = 'Interruption';
    this.signalName = signalName;
    this.exitCode = 128 + NUMBERS[signalName];
  }
}

/** How the user ends a command. */
export interface Interrupts {
  /** The first Ctrl-C, or another request to end; a reader that has gone is one. */
  readonly signal: AbortSignal;
  /** The next one, for a command that makes something of it; for others it ends the program at once. */
  readonly again: () => AbortSignal;
}
