import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 5;
const patienceMs = 30_000;

/**
 * Resolves when what listens on a published port answers PING: a Redis with PONG, a web server with a refusal.
 *
 * @param {number} port on 127.0.0.1
 * @param {{ beginning?: string, signal?: AbortSignal | undefined }} options beginning: what the answer has to begin with
 */
export async function waitForAnswer(port, { beginning = '', signal }) {
  const deadline = performance.now() + patienceMs;
  while (!(await answers(port, beginning))) {
    signal?.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`Nothing answered on port ${port} within ${patienceMs / 1000} s.`);
    await sleep(pauseMs);
  }
}

/**
 * The engine's port proxy accepts before anybody listens behind it, and then hangs up.
 *
 * @param {number} port
 * @param {string} beginning
 * @returns {Promise<boolean>}
 */
function answers(port, beginning) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n\r\n'));
    socket.on('data', (data) => {
      resolve(data.toString().startsWith(beginning));
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}
