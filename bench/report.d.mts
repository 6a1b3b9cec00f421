import type { Summary } from './statistics.mjs';

export const targets: {
  readonly ratio: number;
  readonly failureMs: number;
  readonly againMs: number;
  readonly attachMs: number;
  readonly requests: number;
  readonly importMs: number;
  readonly resolveMs: number;
  readonly resolveGrowth: number;
};

interface Resolved {
  readonly services: number;
  readonly duration: Summary;
}

export interface Report {
  readonly machine: {
    readonly system: string;
    readonly processor: string;
    readonly cores: number;
    readonly memoryMiB: number;
    readonly node: string;
    readonly engine: string;
    readonly api: string;
    readonly storage: string;
    readonly compose: string | null;
    readonly load: number;
  };
  readonly rounds: number;
  readonly stacks: readonly {
    readonly title: string;
    readonly floor: string;
    readonly contenders: readonly {
      readonly name: string;
      readonly role: 'floor' | 'information' | 'ours' | 'compose';
      readonly up: Summary;
      readonly down: Summary;
      readonly total: Summary;
      readonly ratio: Summary;
    }[];
  }[];
  readonly running: { readonly requests: number; readonly again: Summary; readonly attach: Summary };
  readonly failures: readonly { readonly title: string; readonly alone: boolean; readonly rounds: number; readonly latency: Summary | null; readonly floor: Summary | null }[];
  readonly imported: { readonly duration: Summary };
  readonly resolved: { readonly small: Resolved; readonly sizes: readonly Resolved[] };
  readonly left: readonly string[];
}

export function reportText(report: Report): string;
