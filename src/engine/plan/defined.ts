type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Drops absent fields: the engine tells an absent field from an empty one. */
export const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
