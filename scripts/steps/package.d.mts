/** Names and times a piece of work, and resolves with what it does. */
export type Step = <T>(name: string, work: (say: (text: string, options?: { now?: boolean }) => void) => Promise<T>) => Promise<T>;

export const root: string;
export const tarball: string;
export function packPackage(options: { readonly step: Step; readonly signal?: AbortSignal }): Promise<string>;
