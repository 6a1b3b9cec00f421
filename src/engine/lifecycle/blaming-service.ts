import { BackendError, SeaworthyError } from '../../errors.ts';

/**
 * Says which service a failed request was for. An error that knows its service already is left as it is, and so is
 * the loss of the engine, which is no service's fault.
 */
export const blamingService = async <T>(service: string, deed: Promise<T>): Promise<T> => {
  try {
    return await deed;
  } catch (error) {
    const general = !(error instanceof SeaworthyError) || error.service !== undefined || (error instanceof BackendError && error.code !== 'BACKEND_REQUEST');
    if (!general) {
      error.message = `Service "${service}" failed. ${error.message}`;
      Object.defineProperty(error, 'service', { value: service, enumerable: false });
    }
    throw error;
  }
};
