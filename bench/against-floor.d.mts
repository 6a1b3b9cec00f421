import type { Summary } from './statistics.mjs';

export interface Measured {
  readonly name: string;
  readonly role: 'floor' | 'information' | 'ours' | 'compose';
  /** One per round. */
  readonly upMs: readonly number[];
  readonly downMs: readonly number[];
}

export interface HeldAgainstFloor extends Measured {
  readonly totalMs: readonly number[];
  readonly ratios: readonly number[];
  readonly up: Summary;
  readonly down: Summary;
  readonly total: Summary;
  readonly ratio: Summary;
}

export function againstFloor(measured: readonly Measured[]): { readonly floor: string; readonly contenders: readonly HeldAgainstFloor[] };
