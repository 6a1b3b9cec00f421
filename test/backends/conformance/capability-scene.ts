import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import type { Runtime } from '../../../src/engine/runtime/runtime.ts';
import { up, type ExecOutcome, type Stack } from '../../../src/index.ts';
import { BUSYBOX, NGINX } from '../../engine/images.ts';

const idle = { image: BUSYBOX, command: ['sleep', '600'] } as const;
/** Ends with a failure once it is told to. */
const mortal = ['sh', '-c', 'while [ ! -e /tmp/die ]; do sleep 0.1; done; rm /tmp/die; exit 1'];

/** One stack in which each service shows one capability; `plain` is what to compare it with. */
export class CapabilityScene implements AsyncDisposable {
  /** A folder of the host whose file `note` says `from the host`. */
  readonly folder: string;
  readonly stack: Stack;
  readonly runtime: Runtime;

  private constructor(folder: string, stack: Stack, runtime: Runtime) {
    this.folder = folder;
    this.stack = stack;
    this.runtime = runtime;
  }

  static async set(): Promise<CapabilityScene> {
    const folder = await mkdtemp(join(tmpdir(), 'seaworthy-scene-'));
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'note'), 'from the host\n');
    const stack = await up({
      name: 'capabilities',
      services: {
        plain: { ...idle, ipc: 'shareable', networks: ['back'], volumes: ['shared:/shared'] },
        humble: { ...idle, security_opt: ['no-new-privileges:true'], cap_drop: ['ALL'], cap_add: ['NET_BIND_SERVICE'], user: '1234:2345' },
        sealed: { ...idle, read_only: true, tmpfs: ['/scratch'], networks: ['inner'] },
        web: { image: NGINX, networks: { back: { aliases: ['www'] } } },
        neighbour: { ...idle, networks: ['back'], volumes: ['shared:/shared', `${folder}:/host`, `${folder}:/relabelled:z`] },
        stranger: { ...idle, networks: ['other'] },
        sharing: { ...idle, ipc: 'service:plain', pid: 'service:plain' },
        phoenix: { image: BUSYBOX, command: mortal, restart: 'always' },
        checked: { ...idle, healthcheck: { test: ['CMD', 'touch', '/checked'], interval: '1s', retries: 3 } },
        after: { ...idle, depends_on: { checked: { condition: 'service_healthy' } } },
      },
      networks: { back: {}, other: {}, inner: { internal: true } },
      volumes: { shared: {} },
    });
    return new CapabilityScene(folder, stack, await connectBackend());
  }

  /** Runs a shell command in a service. */
  sh(service: string, command: string): Promise<ExecOutcome> {
    return this.stack.services[service]!.exec(['sh', '-c', command]);
  }

  /** Whether a shell command succeeds in a service. */
  async can(service: string, command: string): Promise<boolean> {
    return (await this.sh(service, command)).exitCode === 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.runtime.close();
    await this.stack[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}
