/** Whether this machine can have one: it takes root and the distribution's engine. */
export function canHavePrivateEngine(): boolean;

/** An engine of one's own, which may be killed. */
export class PrivateEngine implements AsyncDisposable {
  private constructor();
  readonly host: string;
  /** Starts one that has the given images of the first engine; with `diskBytes` its disk is that small; `flags` are more for the daemon. */
  static start(images: readonly string[], options?: { readonly diskBytes?: number; readonly flags?: readonly string[] }): Promise<PrivateEngine>;
  /** A process in its network namespace. */
  get namespacePid(): number;
  startDaemon(): Promise<void>;
  /** The daemon accepts connections and answers nothing, until `resumeDaemon`. */
  suspendDaemon(): Promise<void>;
  resumeDaemon(): Promise<void>;
  /** Ends the daemon as a crash would. */
  killDaemon(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
