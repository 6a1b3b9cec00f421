import type { StackSnapshot } from '../engine/lifecycle/stack.ts';

/** Whether a value that a runner provides to its tests is the snapshot of a stack. */
export function isStackSnapshot(value: unknown): value is StackSnapshot {
  if (!isRecord(value) || typeof value['project'] !== 'string' || !isRecord(value['services'])) return false;
  return Object.values(value['services']).every((service) => isRecord(service) && typeof service['host'] === 'string' && isRecord(service['ports']));
}

/** The stacks among what a runner provides to its tests, by name. */
export function providedStacks(context: object): readonly (readonly [name: string, snapshot: StackSnapshot])[] {
  return Object.entries(context as Readonly<Record<string, unknown>>).flatMap(([name, value]) => (isStackSnapshot(value) ? [[name, value] as const] : []));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
