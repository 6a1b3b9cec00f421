import type { Engine } from '../../../src/cli/engine.ts';

const unwanted = (): never => {
  throw new Error('this command was to open no stack');
};

/** For commands that are to do without a stack. */
export const noEngine: Engine = { composeUp: unwanted, openProject: unwanted };
