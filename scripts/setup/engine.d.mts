export function permissionText(refusals: readonly string[]): string | undefined;

export function adviceText(platform: NodeJS.Platform, refusals: readonly string[]): string;
