export interface Candidate {
  readonly host: string;
  readonly from: string;
}

export function engineCandidates(machine: {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly context?: { readonly name: string; readonly host: string } | undefined;
}): Candidate[];

export function currentContext(env: NodeJS.ProcessEnv, home: string): { readonly name: string; readonly host: string } | undefined;

export function contextName(fromEnvironment: string | undefined, configText: string | undefined): string | undefined;

export function contextFolder(name: string): string;

export function contextHost(metaText: string | undefined): string | undefined;
