export function canDownloadFromSid(): boolean;
export function unpackFromSid(options: {
  readonly names: readonly string[];
  readonly work: (unpacked: string) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}): Promise<void>;
export function debianMirrors(targets: string, codename: string): string[];
