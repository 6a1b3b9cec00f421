import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs in the namespace: a unix socket is seen from everywhere, an address only there. */
const FORWARDER = `
const net = require('node:net');
const [socket, port] = process.argv.slice(1);
net.createServer({ allowHalfOpen: true }, (near) => {
  const far = net.connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
  near.pipe(far).pipe(near);
}).listen(socket, () => process.stdout.write('listening'));`;

interface Door extends AsyncDisposable {
  /** The port of 127.0.0.1 here that is `port` of 127.0.0.1 there. */
  readonly port: number;
}

/** Makes a port of a network namespace, that of the process `pid`, reachable from this one, byte for byte. */
export async function openDoor({ pid, port, socket }: { readonly pid: number; readonly port: number; readonly socket: string }): Promise<Door> {
  const forwarder = spawn('nsenter', [`--net=/proc/${String(pid)}/ns/net`, process.execPath, '-e', FORWARDER, socket, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(forwarder.stdout, 'data');
  // A new namespace has its loopback down.
  await run('nsenter', [`--net=/proc/${String(pid)}/ns/net`, 'ip', 'link', 'set', 'lo', 'up']);
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ path: socket, allowHalfOpen: true });
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.once('close', () => open.delete(one));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
      forwarder.kill();
    },
  };
}
