import { URLSearchParams } from 'node:url';
import { requestProgress } from './engine-request.mjs';
import { splitName } from './build-images.mjs';

const firstWordWithinMs = 4_000;
const nextWordWithinMs = 60_000;

/**
 * Asks the engine to pull, and gives up early where no registry is in reach: a firewall that drops packets would
 * otherwise hold every first run for minutes.
 *
 * @param {{ host: string, name: string, signal?: AbortSignal | undefined }} options
 * @returns {Promise<string | undefined>} why it could not be pulled; undefined when it was
 */
export async function pullImage({ host, name, signal }) {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), firstWordWithinMs);
  const [fromImage, tag] = splitName(name);
  try {
    await requestProgress(host, `/images/create?${new URLSearchParams({ fromImage, tag })}`, {
      method: 'POST',
      signal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
      onMessage: () => {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), nextWordWithinMs);
      },
    });
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return silence.signal.aborted ? 'no registry answered' : /** @type {Error} */ (error).message;
  } finally {
    clearTimeout(timer);
  }
}
