export function requestText(
  host: string,
  path: string,
  options?: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: NodeJS.ReadableStream; readonly signal?: AbortSignal },
): Promise<{ readonly status: number; readonly text: string }>;
/** Rejects with the engine's reason, also for a failure in the middle of its progress messages. */
export function requestProgress(
  host: string,
  path: string,
  options: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: import('node:stream').Readable; readonly signal?: AbortSignal },
): Promise<string>;
