export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

export function summarise(values: readonly number[]): Summary;

export function pairRatios(values: readonly number[], floor: readonly number[]): number[];

export function rotated<T>(items: readonly T[], round: number): T[];
