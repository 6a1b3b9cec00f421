/** Why a command was ended from outside: the reason of its signal. */
export class Interruption extends Error {
  /** As shells report the end by a signal: 128 and its number. */
  readonly exitCode: number;

  constructor(signalName: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`Interrupted by ${signalName}.`);
    this.name = 'Interruption';
    this.exitCode = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signalName];
  }
}

/** How the user ends a command. */
export interface Interrupts {
  /** The first Ctrl-C, or another request to end. */
  readonly signal: AbortSignal;
  /** The next one, for a command that makes something of it; for others it ends the program at once. */
  readonly again: () => AbortSignal;
}
