import type { DependencyCondition } from '../compose/model.ts';

/** A promise that is settled from outside. */
export interface Gate<T = void> {
  readonly passed: Promise<T>;
  readonly open: (value: T) => void;
}

const gate = <T = void>(): Gate<T> => {
  let open: (value: T) => void = () => {};
  const passed = new Promise<T>((resolve) => (open = resolve));
  return { passed, open };
};

/** The moments in a service's life that others wait for. They only ever open: a failure ends the whole `up`. */
export interface ServiceGates {
  /** Id of its first container; empty when it has none. */
  readonly created: Gate<string>;
  readonly service_started: Gate;
  readonly service_healthy: Gate;
  readonly service_completed_successfully: Gate;
}

export type Gates = ReadonlyMap<string, ServiceGates>;

export const createGates = (services: readonly { readonly name: string }[]): Gates =>
  new Map(
    services.map(({ name }) => [name, { created: gate<string>(), service_started: gate(), service_healthy: gate(), service_completed_successfully: gate() }]),
  );

/** Lets everybody through who waits for a service: it is one they do without. */
export const openAll = (gates: Gates, service: string): void => {
  const { created, ...others } = gatesOf(gates, service);
  created.open('');
  for (const gate of Object.values(others)) gate.open();
};

const gatesOf = (gates: Gates, service: string): ServiceGates => {
  const found = gates.get(service);
  if (found === undefined) throw new TypeError(`no service "${service}" in the plan`);
  return found;
};

export const gateOf = (gates: Gates, service: string, condition: DependencyCondition): Gate => gatesOf(gates, service)[condition];

export const createdGate = (gates: Gates, service: string): Gate<string> => gatesOf(gates, service).created;
