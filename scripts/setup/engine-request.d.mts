export function requestText(
  host: string,
  path: string,
  options?: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
): Promise<{ readonly status: number; readonly text: string }>;
