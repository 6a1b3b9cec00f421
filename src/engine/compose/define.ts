import type { ComposeSpec } from './spec.ts';

type ServicesOf<S> = S extends { readonly services: infer Services } ? Services : Record<never, never>;

/** The names of a spec's services, as literals where the spec is one. */
export type ServiceName<S extends ComposeSpec> = Extract<keyof ServicesOf<S>, string>;

type LastSection<Text extends string> = Text extends `${string}:${infer Rest}` ? LastSection<Rest> : Text;
type WithoutProtocol<Text extends string> = Text extends `${infer Port}/${string}` ? Port : Text;
type NumberIn<Text extends string> = Text extends `${infer Port extends number}` ? Port : number;
type ContainerPort<Entry> = Entry extends number
  ? Entry
  : Entry extends string
    ? NumberIn<WithoutProtocol<LastSection<Entry>>>
    : Entry extends { readonly target: infer Target extends number | string }
      ? ContainerPort<Target>
      : number;

/** The container ports that a service publishes: literals where its `ports` say them, else any number. */
export type PublishedPort<S extends ComposeSpec, Name extends ServiceName<S>> =
  ServicesOf<S>[Name & keyof ServicesOf<S>] extends { readonly ports: readonly (infer Entry)[] } ? ContainerPort<Entry> : number;

/**
 * A spec with its names kept as literal types: `depends_on`, networks and volumes that do not exist do not compile, and
 * the handles of the stack know their services and ports.
 */
export const defineStack = <const S extends ComposeSpec>(spec: S): S => spec;
