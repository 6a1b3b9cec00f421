export interface EngineAddress {
  readonly protocol: 'http:' | 'https:';
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: number;
}

export function parseEngineHost(value: string, options?: { readonly tls?: boolean }): EngineAddress;

export function engineVariables(host: string, env: NodeJS.ProcessEnv): Record<string, string>;
