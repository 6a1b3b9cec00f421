export function withLock<T>(
  options: { readonly path: string; readonly onWait: (holder: number) => void; readonly signal?: AbortSignal | undefined },
  work: () => Promise<T>,
): Promise<T>;

export function isHolderGone(
  held: string,
  system?: { readonly isRunning: (pid: number) => boolean; readonly startTime: (pid: number) => string | undefined },
): boolean;
