import { get } from 'node:http';

/** What a GET request is answered with: the status, or why there was no answer. */
export type HttpAnswer = { readonly status: number } | { readonly failure: string };

/** Asks once, follows no redirect and reads no body. Never rejects: no answer is an answer too. */
export const askHttp = (url: string, options: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<HttpAnswer> =>
  new Promise((resolve) => {
    const tooLong = AbortSignal.timeout(options.timeoutMs);
    const request = get(url, { agent: false, signal: AbortSignal.any([tooLong, options.signal]) }, (answer) => {
      answer.destroy();
      resolve({ status: answer.statusCode ?? 0 });
    });
    request.once('error', (error: NodeJS.ErrnoException) => resolve({ failure: tooLong.aborted ? `no answer within ${String(options.timeoutMs)} ms` : (error.code ?? error.message) }));
  });
