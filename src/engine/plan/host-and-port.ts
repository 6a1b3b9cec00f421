/** `host:port` as it stands in a URL: an IPv6 address has brackets. */
export const hostAndPort = ({ host, port }: { readonly host: string; readonly port: number | string }): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;
