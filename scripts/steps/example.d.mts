import type { Step } from './package.mjs';

export const exampleFolder: string;
export function installExample(options: { readonly step: Step; readonly signal?: AbortSignal }): Promise<void>;
export function failureFaults(code: number, output: string): string[];
