/** What a runner's report knows of an error: plain data, printed by every reporter that comes after. */
export interface ReportedError {
  message: string;
  stack?: string | undefined;
  /** What was expected and received; reporters print it, after an empty line, below the message. */
  readonly diff?: string | undefined;
}

/**
 * Puts a block of text under an error's message. Reporters print either the message or the stack, so both get it; in
 * the stack it stands between the message and the frames. An error that carries the block already stays as it is.
 */
export function attachToError(error: ReportedError, block: string): void {
  if (error.message.includes(block)) return;
  const message = `${error.message}\n\n${block}${error.diff === undefined ? '\n' : ''}`;
  if (error.stack !== undefined) error.stack = stackWith(error.stack, error.message, block);
  error.message = message;
}

function stackWith(stack: string, message: string, block: string): string {
  const found = message === '' ? -1 : stack.indexOf(message);
  // The message may itself contain what looks like frames, so where it stands in the stack comes first.
  const firstFrame = stack.search(/\n\s+at /);
  const end = found >= 0 ? found + message.length : firstFrame >= 0 ? firstFrame : stack.length;
  return `${stack.slice(0, end)}\n\n${block}\n${stack.slice(end)}`;
}
