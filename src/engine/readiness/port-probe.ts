import { connect } from 'node:net';

/** How long a connection must stay open: the engine's own port proxy accepts, then hangs up while nobody listens behind it. */
const STAYS_OPEN_MS = 50;

/** Whether a TCP port accepts a connection and keeps it. */
export const portAccepts = (host: string, port: number, options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, ...(options.signal === undefined ? {} : { signal: options.signal }) });
    const finish = (accepts: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(accepts);
    };
    let timer = setTimeout(finish, options.timeoutMs, false);
    socket.once('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(finish, STAYS_OPEN_MS, true);
    });
    socket.once('data', () => finish(true));
    socket.once('close', () => finish(false));
    socket.once('error', () => finish(false));
  });
