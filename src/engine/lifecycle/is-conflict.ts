import { StartError } from '../../errors.ts';

/** Whether the engine refused because of what is there already, or is in use. */
export const isConflict = (error: unknown): boolean => error instanceof StartError && error.code === 'RESOURCE_CONFLICT';
