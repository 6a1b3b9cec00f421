import type { ComposeSpec, MountMappingSpec, ServiceSpec } from './spec.ts';

type Section<S, Name extends string> = S extends { readonly [Key in Name]?: infer Value } ? NonNullable<Value> : object;
type Names<S, Name extends string> = Extract<keyof Section<S, Name>, string>;

/** The names of a spec's services, as literals where the spec is one. */
export type ServiceName<S extends ComposeSpec> = Names<S, 'services'>;

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
  Section<S, 'services'>[Name & keyof Section<S, 'services'>] extends { readonly ports: readonly (infer Entry)[] } ? ContainerPort<Entry> : number;

/** What the compiler shows where a name is not known: an object, since a text would vanish in an intersection with the name. */
interface Problem<Message extends string> {
  readonly problem: Message;
}
type Undefined<Kind extends string, Name> = Problem<`"${Name & string}" is not a ${Kind} of this stack`>;

/** A name that is only known as a string when the program runs is checked then. */
type CheckName<Kind extends string, Name, Known> = string extends Name ? unknown : [Name] extends [Known] ? unknown : Undefined<Kind, Name>;

type CheckNames<Kind extends string, Entries, Known> = Entries extends readonly unknown[]
  ? { readonly [Index in keyof Entries]: CheckName<Kind, Entries[Index], Known> }
  : { readonly [Name in keyof Entries]: CheckName<Kind, Name, Known> };

/** The volume that a mount in its short form names, if it names one. A letter alone is a drive; `.`, `/`, `~` begin a path. */
type VolumeIn<Mount extends string> = Mount extends `${infer Source}:${string}`
  ? Source extends `${'.' | '/' | '~' | '\\\\' | '$'}${string}`
    ? never
    : Source extends `${string}${infer Rest}`
      ? Rest extends ''
        ? never
        : Source
      : never
  : never;
type MountedVolume<Mount> = Mount extends string
  ? VolumeIn<Mount>
  : Mount extends MountMappingSpec & { readonly type: 'volume'; readonly source: infer Source extends string }
    ? Source
    : never;
type CheckMounts<Mounts, Known> = {
  readonly [Index in keyof Mounts]: CheckName<'volume', MountedVolume<Mounts[Index]>, Known>;
};

type ReferenceIn<Entry> = Entry extends string ? Entry : Entry extends { readonly source: infer Source } ? Source : never;
type CheckReferences<Kind extends string, Entries, Known> = {
  readonly [Index in keyof Entries]: CheckName<Kind, ReferenceIn<Entries[Index]>, Known>;
};

interface Checks<S, Value> {
  readonly depends_on: CheckNames<'service', Value, Names<S, 'services'>>;
  readonly networks: CheckNames<'network', Value, Names<S, 'networks'> | 'default'>;
  readonly volumes: CheckMounts<Value, Names<S, 'volumes'>>;
  readonly secrets: CheckReferences<'secret', Value, Names<S, 'secrets'>>;
  readonly configs: CheckReferences<'config', Value, Names<S, 'configs'>>;
}
type CheckField<S, Key, Value> = Key extends keyof Checks<S, Value>
  ? Checks<S, Value>[Key]
  : Key extends keyof ServiceSpec | `x-${string}`
    ? unknown
    : Problem<`"${Key & string}" is not a key of a service`>;
type CheckServices<S, Services> = {
  readonly [Name in keyof Services]: { readonly [Key in keyof Services[Name]]: CheckField<S, Key, Services[Name][Key]> };
};

/** A problem for every reference to what the spec does not declare; what it includes from files cannot be known, so it is left alone. */
export type CheckStack<S> = S extends { readonly include: unknown }
  ? unknown
  : {
      readonly [Key in keyof S]: Key extends 'services'
        ? CheckServices<S, S[Key]>
        : Key extends keyof ComposeSpec
          ? unknown
          : Problem<`"${Key & string}" is not a key of a stack`>;
    };

/**
 * A spec with its names kept as literal types: services, networks, volumes, configs and secrets that are referred to but
 * not declared do not compile, and the handles of the stack know their services and ports.
 *
 * @example
 * const shop = defineStack({
 *   services: {
 *     db: { image: 'postgres:16-alpine', ports: [5432] },
 *     web: { build: './web', depends_on: ['db'] },
 *   },
 * });
 */
export const defineStack = <const S extends ComposeSpec>(spec: S & CheckStack<S>): S => spec;
