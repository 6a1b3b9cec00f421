import type { Step } from './package.mjs';

/** What the output of a failure has to hold: what it is, and how it is found. */
export type Wanted = readonly (readonly [what: string, pattern: RegExp])[];

export const exampleFolder: string;
export const jestExampleFolder: string;
export const wantedInJestFailure: Wanted;
export function installExample(options: { readonly step: Step; readonly folder?: string; readonly signal?: AbortSignal }): Promise<void>;
export function failureFaults(code: number, output: string, wanted?: Wanted): string[];
