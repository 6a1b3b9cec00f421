import { defaultHost } from '../setup/engine-address.mjs';

/**
 * The engine that a run with these variables uses.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function engineHost(env) {
  return env.DOCKER_HOST || defaultHost;
}
