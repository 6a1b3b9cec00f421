export interface ServiceSpec {
  readonly image: string;
  readonly command: readonly string[];
  readonly ports?: readonly { readonly target: number; readonly host_ip: string; readonly protocol: 'tcp' }[];
  readonly volumes?: readonly { readonly type: 'volume'; readonly source: string; readonly target: string }[];
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string; readonly timeout: string; readonly retries: number };
}

export const projectLabel: string;

export function containerBody(project: string, name: string, service: ServiceSpec): Record<string, unknown>;

export function networkName(project: string): string;

export function volumeName(project: string, volume: string): string;
