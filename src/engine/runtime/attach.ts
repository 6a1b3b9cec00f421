import { collectOutput, sendInput } from './container-streams.ts';
import { encodeName } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';
import type { Attachment, AttachOptions } from './containers.ts';
import { translated } from './translated.ts';

/**
 * Attaches to a container that has not been started, so that nothing it writes is missed, whatever its log driver keeps.
 * The socket is hijacked only when there is something to write.
 */
export async function attach(client: EngineClient, id: string, { stdin, tty = false, onOutput, signal }: AttachOptions): Promise<Attachment> {
  const request = {
    method: 'POST',
    path: `/containers/${encodeName(id)}/attach`,
    query: { stream: true, stdin: stdin !== undefined, stdout: true, stderr: true },
    hijack: stdin !== undefined,
    deed: { noun: 'container', verb: 'attach to', name: id },
    signal,
  } as const;
  const stream = await client.open(request);
  const stopSending = stdin === undefined ? (): void => {} : sendInput(stream, stdin);
  const ended = collectOutput(translated<Buffer>(client, request, stream, stream), tty, onOutput).finally(stopSending);
  // Whoever awaits it sees the failure; one before that is nobody's unhandled rejection.
  ended.catch(() => {});
  return { ended, detach: () => stream.destroy() };
}
