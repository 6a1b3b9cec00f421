export function together<T>(works: readonly ((signal: AbortSignal) => Promise<T>)[], signal: AbortSignal | undefined): Promise<T[]>;
