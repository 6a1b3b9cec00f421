import { posix } from 'node:path';

/** The names by which SEAWORTHY_BACKEND knows what runs behind the usual sockets. */
export const BACKEND_NAMES = ['docker', 'docker-desktop', 'orbstack', 'colima', 'rancher-desktop', 'lima', 'podman'] as const;

/** One of the names by which SEAWORTHY_BACKEND and `setBackend` know an engine. */
export type BackendName = (typeof BACKEND_NAMES)[number];

interface UsualSocket {
  readonly name: BackendName;
  readonly url: string;
}

/** Facts about the machine, apart from its files. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The user's number; absent on Windows. */
  readonly uid?: number | undefined;
  /** Where programs are that say something about engines: `podman`, `nerdctl`, and Apple's `container`. */
  readonly programs?: Readonly<Record<string, string>>;
  /** What `setBackend` was given. */
  readonly chosen?: readonly string[] | undefined;
}

/**
 * macOS: whoever installed one of the alternatives meant it, and each of them may also have put itself behind Docker's
 * own path. Linux: the order in which the `docker` command looks, so that both see the same containers; Podman last,
 * because it is often there without being what the user works with.
 */
const ORDER: Partial<Record<NodeJS.Platform, readonly BackendName[]>> = {
  darwin: ['orbstack', 'colima', 'rancher-desktop', 'lima', 'podman', 'docker', 'docker-desktop'],
};
const DEFAULT_ORDER: readonly BackendName[] = ['docker', 'docker-desktop', 'colima', 'orbstack', 'rancher-desktop', 'lima', 'podman'];

function socketPaths({ env, platform, home, uid }: Machine): Record<BackendName, readonly string[]> {
  const inHome = (...parts: string[]): string => posix.join(home, ...parts);
  const runtimeDirectory = env['XDG_RUNTIME_DIR'] || (uid === undefined || uid === 0 ? undefined : `/run/user/${uid}`);
  const inRuntime = (...parts: string[]): string[] => (runtimeDirectory === undefined ? [] : [posix.join(runtimeDirectory, ...parts)]);
  const mac = platform === 'darwin';
  return {
    docker: ['/var/run/docker.sock', ...(mac ? [] : inRuntime('docker.sock')), inHome('.docker', 'run', 'docker.sock')],
    'docker-desktop': [inHome('.docker', 'desktop', 'docker.sock')],
    colima: [posix.join(env['COLIMA_HOME'] || inHome('.colima'), 'default', 'docker.sock')],
    orbstack: [inHome('.orbstack', 'run', 'docker.sock')],
    'rancher-desktop': [inHome('.rd', 'docker.sock')],
    lima: ['docker', 'default'].map((instance) => posix.join(env['LIMA_HOME'] || inHome('.lima'), instance, 'sock', 'docker.sock')),
    podman: mac ? [inHome('.local', 'share', 'containers', 'podman', 'machine', 'podman.sock')] : [...inRuntime('podman', 'podman.sock'), '/run/podman/podman.sock'],
  };
}

/** The sockets that engines usually listen on here, in the order in which they are tried. */
export function usualSockets(machine: Machine): readonly UsualSocket[] {
  if (machine.platform === 'win32') {
    return [
      { name: 'docker', url: 'npipe:////./pipe/docker_engine' },
      { name: 'docker-desktop', url: 'npipe:////./pipe/dockerDesktopLinuxEngine' },
      { name: 'podman', url: 'npipe:////./pipe/podman-machine-default' },
    ];
  }
  const paths = socketPaths(machine);
  return (ORDER[machine.platform] ?? DEFAULT_ORDER).flatMap((name) => paths[name].map((path) => ({ name, url: `unix://${path}` })));
}
