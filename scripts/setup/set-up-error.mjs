/** A set-up that cannot go on for a reason its reader can act on: shown as its text alone, without a stack. */
export class SetUpError extends Error {
  name = 'SetUpError';
}
