/** The deepest nesting that is read; far above real files. */
export const deepestNesting = 500;

/** A stretch of the text: offsets, the end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What may stand before any node. */
interface Properties extends Span {
  readonly anchor: string | undefined;
  /** The tag as it was written, with the handles of `!!` and `!<tag:yaml.org,2002:…>` brought to `!!`. */
  readonly tag: string | undefined;
}

export interface YamlScalar extends Properties {
  readonly kind: 'scalar';
  readonly text: string;
  /** Written without quotes, not as a block: its text decides its type. */
  readonly plain: boolean;
}

export interface YamlMap extends Properties {
  readonly kind: 'map';
  readonly pairs: readonly { readonly key: YamlNode; readonly value: YamlNode }[];
}

export interface YamlList extends Properties {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlAlias extends Span {
  readonly kind: 'alias';
  readonly name: string;
}

/** A node of one YAML document, before aliases are followed and scalars have types. */
export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias;

/** Text that is not YAML as Compose reads it. */
export class YamlSyntaxError extends Error implements Span {
  readonly start: number;
  readonly end: number;

  constructor(message: string, { start, end }: Span) {
    super(message);
    this.name = 'YamlSyntaxError';
    this.start = start;
    this.end = end;
  }
}
