import type { Step } from '../../scripts/steps/package.mjs';

/** A step that says nothing: what it did matters here, not that it was done. */
export const quietStep: Step = async (_name, work) => work(() => undefined);
