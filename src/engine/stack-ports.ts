import type { PublishedPort, ServiceName } from './compose/define.ts';
import type { ComposeSpec } from './compose/spec.ts';

/** Container ports by service, as far as a typed spec says them. */
export type StackPorts<S extends ComposeSpec> = { readonly [Name in ServiceName<S>]: PublishedPort<S, Name> };
