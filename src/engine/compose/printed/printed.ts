/**
 * A value on its way to being printed. Maps keep the order they are printed in, which the keys of an object cannot:
 * JavaScript puts those that look like numbers first.
 */
export type Printed = null | boolean | number | string | Date | readonly Printed[] | PrintedMap;

export type PrintedMap = ReadonlyMap<string, Printed>;

/** The two forms that a model is printed in. They differ in more than syntax. */
export type Format = 'yaml' | 'json';

/** A point in time as Go prints it: without a fraction where it is zero. */
export const printDate = (date: Date): string => date.toISOString().replace(/\.?0*Z$/, 'Z').replace(/T(\d\d):(\d\d)Z$/, 'T$1:$2:00Z');
