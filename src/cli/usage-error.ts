/** A command line that cannot be understood: the user's to correct, with exit code 2. */
export class UsageError extends Error {
  /** The command it was meant for, where that much was understood. */
  readonly command: string | undefined;

  constructor(message: string, command?: string) {
    super(message);
    this.name = 'UsageError';
    this.command = command;
  }
}
