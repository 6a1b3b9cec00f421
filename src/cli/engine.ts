import type { composeUp, openProject } from '../engine/index.ts';

/** Where commands get their stack from. */
export interface Engine {
  readonly composeUp: typeof composeUp;
  readonly openProject: typeof openProject;
}
