/** A command that was understood and could not be carried out, where the engine has no error of its own for it. */
export class CommandFailure extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CommandFailure';
  }
}
