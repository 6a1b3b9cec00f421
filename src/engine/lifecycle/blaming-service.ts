import { BackendError, SeaworthyError } from '../../errors.ts';
import type { ResourcePlan, ServicePlan } from '../plan/stack-plan.ts';

/** What the engine itself said, out of an error of ours. */
const engineWords = (message: string): string => /the engine answered \d+, "(.*)"\./s.exec(message)?.[1] ?? '';

const isEngines = (error: BackendError): boolean => error.code !== 'BACKEND_REQUEST';

const because = (field: string | undefined): string => (field === undefined ? '' : ` because of ${field}`);

/**
 * Says which service a failed request was for, and which of its fields where the engine's words tell. An error that knows its service already is left as it is, and so is
 * the loss of the engine, which is no service's fault.
 */
export const blamingService = async <T>(service: Pick<ServicePlan, 'name' | 'fieldAtFault'>, deed: Promise<T>): Promise<T> => {
  try {
    return await deed;
  } catch (error) {
    const general = !(error instanceof SeaworthyError) || error.service !== undefined || (error instanceof BackendError && isEngines(error));
    if (!general) {
      error.message = `Service "${service.name}" failed${because(service.fieldAtFault(engineWords(error.message)))}. ${error.message}`;
      Object.defineProperty(error, 'service', { value: service.name, enumerable: false });
    }
    throw error;
  }
};

/** Says which network or volume of the spec could not be created, by which field, and who uses it. */
export const blamingResource = async <T>(resource: Pick<ResourcePlan<unknown>, 'path' | 'usedBy' | 'fieldAtFault'>, deed: Promise<T>): Promise<T> => {
  try {
    return await deed;
  } catch (error) {
    const words = error instanceof SeaworthyError && !(error instanceof BackendError && isEngines(error)) ? engineWords(error.message) : '';
    if (error instanceof SeaworthyError && words !== '') {
      const users = resource.usedBy.map((name) => `"${name}"`).join(', ');
      error.message = `What ${resource.path} describes, for ${resource.usedBy.length === 1 ? 'service' : 'services'} ${users}, could not be made because of ${resource.fieldAtFault(words)}. ${error.message}`;
    }
    throw error;
  }
};
