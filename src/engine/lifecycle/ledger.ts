/** What an `up` has begun to create, noted before the request is sent: what may exist is undone, nothing else. */
export class Ledger {
  readonly containers: Set<string> = new Set<string>();
  readonly networks: Set<string> = new Set<string>();
  readonly volumes: Set<string> = new Set<string>();
  /** Containers that were set aside for a new one, to be put back if the `up` fails. */
  readonly replaced: { readonly id: string; readonly name: string; readonly wasRunning: boolean }[] = [];
}
