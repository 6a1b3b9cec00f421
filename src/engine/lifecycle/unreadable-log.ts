import { BackendError } from '../../errors.ts';

const UNREADABLE = /does not support reading/;

/** A container whose logging driver gives nothing back. */
export const isUnreadable = (error: unknown): boolean => error instanceof BackendError && (UNREADABLE.test(error.message) || isUnreadable(error.cause));

/** The error for a log that cannot be read, in words that name the remedy; every other stays as it is. */
export const explainUnreadable = (service: string, error: unknown): unknown =>
  isUnreadable(error)
    ? new BackendError('BACKEND_REQUEST', `The log of service "${service}" cannot be read: its logging driver keeps nothing that the engine can give back.\n  Use the driver json-file or local for it, or leave logging out.`, { service, cause: error })
    : error;
