export { defineStack } from './engine/compose/define.ts';
export { attach, up } from './engine/index.ts';
export * from './errors.ts';
export type * from './types.ts';
