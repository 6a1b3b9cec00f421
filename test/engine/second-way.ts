import { once } from 'node:events';
import { connect, createServer, type ListenOptions } from 'node:net';

/** A second way to the engine, which counts who comes along; to a client it is another engine. */
export interface SecondWay extends AsyncDisposable {
  readonly port: number | undefined;
  readonly visits: () => number;
  /** Nobody comes through any more. */
  close(): Promise<void>;
}

const engine = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

export async function openSecondWay(at: ListenOptions): Promise<SecondWay> {
  let visits = 0;
  const server = createServer((client) => {
    visits += 1;
    const { port, hostname } = new URL(engine);
    const beyond = engine.startsWith('unix://') ? connect(engine.slice('unix://'.length)) : connect(Number(port), hostname);
    // Whoever hangs up ends the other side.
    for (const [from, to] of [[client, beyond], [beyond, client]] as const) from.on('error', () => to.destroy()).on('close', () => to.destroy()).pipe(to);
  }).listen(at);
  await once(server, 'listening');
  const address = server.address();
  const close = async (): Promise<void> => {
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return { port: typeof address === 'object' ? address?.port : undefined, visits: () => visits, close, [Symbol.asyncDispose]: close };
}
