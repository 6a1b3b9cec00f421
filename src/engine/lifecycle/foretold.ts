/**
 * Why an `up` has failed, before it can be said in full: that a service has ended for good is certain at once, but the
 * engine lets nobody look at a container that has just ended. Everything else can be removed meanwhile.
 */
export class Foretold extends Error {
  /** What is still looked at, and has to stay for so long. */
  readonly containerId: string;
  /** Resolves with the error. */
  readonly told: Promise<unknown>;

  constructor(containerId: string, look: Promise<unknown>) {
    super(`The container ${containerId} has ended.`);
    this.containerId = containerId;
    // What keeps it from being said is said in its place.
    this.told = look.catch((error: unknown) => error);
  }
}
