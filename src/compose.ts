export { composeUp as up, config } from './engine/index.ts';
export { build, cp, down, events, exec, images, kill, logs, pause, port, ps, pull, restart, run, start, stop, top, unpause, wait } from './engine/lifecycle/verbs.ts';
export type * from './types.ts';
