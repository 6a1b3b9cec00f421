export interface Resource {
  readonly kind: 'container' | 'network' | 'volume';
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function listResources(host: string): Promise<Resource[]>;

export function whatIsLeft(run: {
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
  readonly alone: boolean;
  readonly isRunning?: (pid: number) => boolean;
}): Resource[];

export function waitUntilNothingIsLeft(options: {
  readonly host: string;
  readonly before: readonly Resource[];
  readonly alone: boolean;
  readonly patienceMs?: number;
}): Promise<Resource[]>;

export function leftoverText(left: readonly Resource[]): string;
