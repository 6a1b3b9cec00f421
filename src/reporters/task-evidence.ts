import type { StackEvidence } from './stack-evidence.ts';

/** The key in a Vitest task's `meta` under which a worker hands evidence to the main process's reporter. */
const KEY = 'seaworthy:evidence';

type Evidence = Readonly<Record<string, StackEvidence>>;

/** Leaves evidence on a task in a worker. `source` says whose it is: what it left at an earlier attempt is replaced. */
export function putTaskEvidence(meta: object, source: string, evidence: StackEvidence): void {
  Object.assign(meta, { [KEY]: { ...readTaskEvidence(meta), [source]: evidence } });
}

/** Takes the evidence off a task, so that no other reporter prints it as data. */
export function takeTaskEvidence(meta: object): readonly StackEvidence[] {
  const found = Object.values(readTaskEvidence(meta));
  Reflect.deleteProperty(meta, KEY);
  return found;
}

function readTaskEvidence(meta: object): Evidence {
  return (meta as { readonly [KEY]?: Evidence })[KEY] ?? {};
}
