export const comparedRelease: string;
export function parseRelease(text: string): string | undefined;
export function releaseNote(release: string): string;
