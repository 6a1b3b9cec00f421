/**
 * What an `up` has begun to create, noted by name before the request is sent and by id when it has answered: what may
 * exist is undone, nothing else.
 */
export class Ledger {
  readonly containers: Map<string, string | undefined> = new Map<string, string | undefined>();
  readonly networks: Map<string, string | undefined> = new Map<string, string | undefined>();
  readonly volumes: Set<string> = new Set<string>();
  /** Containers that were set aside for a new one, to be put back if the `up` fails. */
  readonly replaced: { readonly id: string; readonly name: string; readonly wasRunning: boolean }[] = [];
}
