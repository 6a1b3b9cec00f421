export { config } from './engine/compose/config.ts';
export { composeUp as up } from './engine/index.ts';
export { down, exec, logs, ps, restart, start, stop } from './engine/lifecycle/verbs.ts';
export type * from './types.ts';
