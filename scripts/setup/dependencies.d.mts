export function stalePackage(lockText: string, installedText: string | undefined): string | undefined;
