import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One connection to a Redis, with inline commands; replies in the order in which they come. */
export class RedisClient implements Disposable {
  readonly #socket: Socket;
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket.on('error', () => undefined).on('data', (chunk: Buffer) => (this.#received += chunk.toString()));
  }

  static async connect(port: number): Promise<RedisClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RedisClient(socket);
  }

  send(command: string): void {
    this.#socket.write(`${command}\r\n`);
  }

  /** What has come since the connection was made. */
  get received(): string {
    return this.#received;
  }

  get closed(): boolean {
    return this.#socket.closed;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
