/** What a backend may or may not be able to do. One live test stands behind each row: `test/backends/conformance`. */
export const CAPABILITIES = [
  'privileged', 'seccompProfile', 'noNewPrivileges', 'linuxCapabilities', 'readOnlyRoot', 'runAsUser', 'networkAlias', 'userDefinedBridge', 'internalNetwork',
  'ipcAndPidSharing', 'restartPolicy', 'nativeHealthcheck', 'removeOnExit', 'namedVolumes', 'bindMounts', 'selinuxLabels', 'tmpfs', 'imageVerification', 'multiArchPull',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/**
 * `native`: the engine does it. `emulated`: the engine does not, Seaworthy does it in its place. `partial`: it holds
 * within the limits that `why` names. `unsupported`: the field has no effect, or is refused.
 */
export type Support =
  | { readonly level: 'native' }
  | { readonly level: 'emulated' | 'partial' | 'unsupported'; readonly why: string };

/** The engines that differ in what they can do. Docker Desktop, Colima, OrbStack, Rancher Desktop and Lima run one of these. */
export const BACKEND_KINDS = ['docker', 'docker-rootless', 'podman', 'podman-rootless'] as const;

export type BackendKind = (typeof BACKEND_KINDS)[number];

export type CapabilityTable = Readonly<Record<Capability, Support>>;

const native: Support = { level: 'native' };
const emulated = (why: string): Support => ({ level: 'emulated', why });
const partial = (why: string): Support => ({ level: 'partial', why });
const unsupported = (why: string): Support => ({ level: 'unsupported', why });

const DOCKER: CapabilityTable = {
  privileged: native,
  seccompProfile: native,
  noNewPrivileges: native,
  linuxCapabilities: native,
  readOnlyRoot: native,
  runAsUser: native,
  networkAlias: native,
  userDefinedBridge: native,
  internalNetwork: native,
  ipcAndPidSharing: native,
  restartPolicy: native,
  nativeHealthcheck: native,
  removeOnExit: native,
  namedVolumes: native,
  bindMounts: native,
  selinuxLabels: partial('z and Z relabel where the kernel has SELinux, and are without effect elsewhere'),
  tmpfs: native,
  imageVerification: unsupported('the engine runs an image whoever signed it'),
  multiArchPull: native,
};

const rootless: Partial<CapabilityTable> = {
  privileged: partial("all rights of the user who runs the engine, and none beyond them"),
};

const PODMAN: CapabilityTable = {
  ...DOCKER,
  seccompProfile: emulated("Podman's API takes no profile but the path of one; Seaworthy puts it there for a Podman on this machine, and one on another machine refuses it"),
  nativeHealthcheck: emulated('Podman leaves its healthchecks to timers of systemd; Seaworthy runs the command itself while it waits'),
};

/** What each engine can do. */
export const CAPABILITY_TABLE: Readonly<Record<BackendKind, CapabilityTable>> = {
  docker: DOCKER,
  'docker-rootless': { ...DOCKER, ...rootless },
  podman: PODMAN,
  'podman-rootless': { ...PODMAN, ...rootless },
};

/** The column of an engine in the table. */
export const kindOf = (engine: 'docker' | 'podman', isRootless: boolean): BackendKind => (isRootless ? `${engine}-rootless` : engine);
