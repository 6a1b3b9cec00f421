import type { ComposeSpec } from './spec.ts';

/** Compose files and what they are to be read with. */
export interface FileSource {
  /** Paths of Compose files, merged left to right; `-` is standard input. An empty list looks for `compose.yaml` and the like. */
  readonly files: string | readonly string[];
  /** The environment for interpolation, in place of `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Profiles to activate. */
  readonly profiles?: readonly string[];
  readonly projectName?: string;
  /** The directory that relative paths are resolved against. Default: that of the first file. */
  readonly projectDirectory?: string;
  /** Env files to read in place of `.env`, relative to the working directory. */
  readonly envFiles?: readonly string[];
}

/** What a stack is made from: a spec as an object, the path of a Compose file, several of these, or files with options. */
export type StackSource = ComposeSpec | string | readonly (ComposeSpec | string)[] | FileSource;

/** How a source is resolved. Options win over those of a `{ files, … }` source. */
export interface ResolveOptions {
  /** The environment for interpolation, in place of `process.env`. `.env` files are read beside it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Env files to read in place of `.env`, relative to the working directory. */
  readonly envFiles?: readonly string[];
  /** Profiles to activate; `*` is all. Default: `COMPOSE_PROFILES`. */
  readonly profiles?: readonly string[];
  /** The project's name. Default: `COMPOSE_PROJECT_NAME`, the spec's `name`, the name of the project directory. */
  readonly projectName?: string;
  /** The directory that relative paths are resolved against. Default: that of the first file, or the working directory. */
  readonly projectDirectory?: string;
  /** Only these services and what they depend on. */
  readonly services?: readonly string[];
  /** False leaves every `$` as it is. */
  readonly interpolate?: boolean;
  readonly signal?: AbortSignal;
}

/** What a resolution may leave undone, to show a document as it was before. Only `seaworthy config` does: what comes of it is no whole model. */
export interface PartialResolveOptions extends ResolveOptions {
  /** False adds nothing that a document implies: no default network, no names of resources, no dependencies that other keys bring. */
  readonly normalize?: boolean;
  /** False leaves paths relative: those of the main files as they are written, those of other files to the project directory. */
  readonly resolvePaths?: boolean;
  /** False does not ask whether services refer to what exists and agree with themselves. */
  readonly checkConsistency?: boolean;
  /** False reads no `env_file` of a service and keeps the key. */
  readonly readEnvFiles?: boolean;
}

/** One document to be merged: a file, standard input, or a spec in the program. */
export type SourceDocument = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'input' } | { readonly kind: 'object'; readonly spec: ComposeSpec };

const isFileSource = (source: object): source is FileSource => Object.hasOwn(source, 'files');

const toDocument = (entry: ComposeSpec | string): SourceDocument => {
  if (typeof entry !== 'string') return { kind: 'object', spec: entry };
  return entry === '-' ? { kind: 'input' } : { kind: 'file', path: entry };
};

/** The documents of a source in merge order, and the options that came with it. */
export const readSource = (source: StackSource): { readonly documents: readonly SourceDocument[]; readonly options: ResolveOptions } => {
  if (typeof source === 'string') return { documents: [toDocument(source)], options: {} };
  if (Array.isArray(source)) return { documents: (source as readonly (ComposeSpec | string)[]).map(toDocument), options: {} };
  if (!isFileSource(source)) return { documents: [toDocument(source as ComposeSpec)], options: {} };
  const { files, ...options } = source;
  return { documents: (typeof files === 'string' ? [files] : files).map(toDocument), options };
};
