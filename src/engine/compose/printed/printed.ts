import type { Float, Timestamp } from '../tree.ts';

/**
 * A value on its way to being printed. Maps keep the order they are printed in, which the keys of an object cannot:
 * JavaScript puts those that look like numbers first.
 */
export type Printed = null | boolean | number | string | bigint | Float | Timestamp | readonly Printed[] | PrintedMap;

export type PrintedMap = ReadonlyMap<string, Printed>;

/** The two forms that a model is printed in. They differ in more than syntax. */
export type Format = 'yaml' | 'json';
