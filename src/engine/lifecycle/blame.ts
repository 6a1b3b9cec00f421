import { SeaworthyError } from '../../errors.ts';

/** Says which service an error of the engine happened to; one that knows its service already is left as it is. */
export const blame = (error: unknown, service: string): unknown => {
  if (error instanceof SeaworthyError && error.service === undefined) {
    error.message = `Service "${service}" failed. ${error.message}`;
    Object.defineProperty(error, 'service', { value: service, enumerable: false });
  }
  return error;
};
