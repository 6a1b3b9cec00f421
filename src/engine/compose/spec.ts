/** A Compose spec as an object. */
export interface ComposeSpec {
  readonly name?: string;
  readonly services?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}
