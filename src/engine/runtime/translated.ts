import type { Readable } from 'node:stream';
import type { EngineClient, EngineRequest } from './engine-client.ts';

/**
 * What is read from the engine's answer, each as it comes, with a failure of the reading put in our own words. What
 * whoever takes it throws is his own and comes out as it is. However the reading ends, the request ends with it.
 */
export async function* translated<T>(client: EngineClient, request: Pick<EngineRequest, 'deed' | 'signal'>, stream: Readable, items: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield* items;
  } catch (error) {
    throw client.translate(error, request);
  } finally {
    stream.destroy();
  }
}
