/**
 * Labels on everything that is created. Compose's own make `docker compose ls`, `ps`, `logs` and `down` see a stack
 * of ours; Seaworthy's say whose it is, so that what a dead process left can be found and nothing else is touched.
 * Compose's set as observed with Compose 2.26 to 2.40.
 */
import type { DependencyModel } from '../compose/model.ts';

/** Compose's version label: the lowest release whose label set this is. */
const COMPOSE_VERSION = '2.26.1';

/** What all of Compose's labels begin with. */
export const COMPOSE_PREFIX = 'com.docker.compose.';

export const COMPOSE_LABEL = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  version: 'com.docker.compose.version',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
  configHash: 'com.docker.compose.config-hash',
  dependsOn: 'com.docker.compose.depends_on',
  image: 'com.docker.compose.image',
  workingDirectory: 'com.docker.compose.project.working_dir',
  configFiles: 'com.docker.compose.project.config_files',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
} as const;

/** On the containers in which hooks run. */
export const HOOK_LABEL = 'com.docker.compose.hook';

const OWNER_LABEL = {
  /** The process run that created it; everything of one run carries the same. */
  session: 'seaworthy.session',
  /** `process`: removed when its owner is gone; `project`: stays until someone takes it down. */
  lifetime: 'seaworthy.lifetime',
  pid: 'seaworthy.owner.pid',
  /** The host's name, for people; `machine` is what counts. */
  host: 'seaworthy.owner.host',
  machine: 'seaworthy.owner.machine',
  boot: 'seaworthy.owner.boot',
  namespace: 'seaworthy.owner.namespace',
  started: 'seaworthy.owner.started',
  created: 'seaworthy.created',
  /** Whether it outlives its owner: `always`, or `on-failure` where that was not known when it was created. */
  keep: 'seaworthy.keep',
  keepUntil: 'seaworthy.keep.until',
} as const;

/** What an `up` has to remember for a later one, where Compose has no label for it. */
export const MEMORY_LABEL = {
  /** On networks and volumes: a hash of the definition they were made by. */
  definition: 'seaworthy.definition',
  /** On containers: anonymous volumes that were carried over by name, which the engine then no longer removes itself. */
  anonymousVolumes: 'seaworthy.anonymous-volumes',
  /** On containers: paths of its secrets, whose contents must not be told to anybody. */
  secrets: 'seaworthy.secrets',
} as const;

/** Names back from a label that lists them. */
export const namesInLabel = (label: string | undefined): readonly string[] => (label ?? '').split(',').filter((name) => name !== '');

/** What everything carries that Seaworthy has made, and nothing else. */
export const SESSION_LABEL: string = OWNER_LABEL.session;

/** What a process owns carries this, as a filter of the engine. */
export const OWNED_BY_PROCESS: string = `${OWNER_LABEL.lifetime}=process`;

/** What one run of a process has made carries this, as a filter of the engine. */
export const ofSession = (session: string): string => `${OWNER_LABEL.session}=${session}`;

/** The process on whose behalf resources are created, and what tells it from every other. */
export interface Owner {
  readonly session: string;
  readonly pid: number;
  readonly host: string;
  /** The machine, as far as it has an identity that outlives a boot. */
  readonly machine: string;
  /** The boot of its kernel; empty where the system does not tell. */
  readonly boot: string;
  /** The namespace in which `pid` means something; empty where the system has none. */
  readonly namespace: string;
  /** When the process started, in the system's own unit: a reused pid is another owner. Empty where it does not tell. */
  readonly started: string;
}

export type Lifetime = 'process' | 'project';

/** That something may outlive its owner, and until when. */
export interface Keep {
  readonly when: 'always' | 'on-failure';
  readonly untilMs: number;
}

export const ownerLabels = (owner: Owner, lifetime: Lifetime, nowMs: number, keep?: Keep): Record<string, string> => ({
  [OWNER_LABEL.session]: owner.session,
  [OWNER_LABEL.lifetime]: lifetime,
  [OWNER_LABEL.pid]: String(owner.pid),
  [OWNER_LABEL.host]: owner.host,
  [OWNER_LABEL.machine]: owner.machine,
  [OWNER_LABEL.boot]: owner.boot,
  [OWNER_LABEL.namespace]: owner.namespace,
  [OWNER_LABEL.started]: owner.started,
  [OWNER_LABEL.created]: new Date(nowMs).toISOString(),
  ...(keep === undefined ? {} : { [OWNER_LABEL.keep]: keep.when, [OWNER_LABEL.keepUntil]: new Date(keep.untilMs).toISOString() }),
});

type Labels = Readonly<Record<string, string>>;

/** The owner back from labels; `undefined` where they do not name one in full, so that nobody can say what became of it. */
export const ownerInLabels = (labels: Labels): Owner | undefined => {
  const { session, pid, host, machine, boot, namespace, started } = OWNER_LABEL;
  const texts = [session, host, machine, boot, namespace, started].map((label) => labels[label]);
  const number = Number(labels[pid]);
  if (texts.includes(undefined) || !Number.isSafeInteger(number) || number <= 0) return undefined;
  const [ofSession = '', ofHost = '', ofMachine = '', ofBoot = '', ofNamespace = '', ofStart = ''] = texts;
  return { session: ofSession, pid: number, host: ofHost, machine: ofMachine, boot: ofBoot, namespace: ofNamespace, started: ofStart };
};

/** What labels say of staying; `undefined` for what goes with its owner. A moment that cannot be read is never over. */
export const keepInLabels = (labels: Labels): Keep | undefined => {
  const when = labels[OWNER_LABEL.keep];
  if (when === undefined) return undefined;
  const untilMs = Date.parse(labels[OWNER_LABEL.keepUntil] ?? '');
  return { when: when === 'on-failure' ? 'on-failure' : 'always', untilMs: Number.isNaN(untilMs) ? Infinity : untilMs };
};

export const projectLabels = (project: string): Record<string, string> => ({
  [COMPOSE_LABEL.project]: project,
  [COMPOSE_LABEL.version]: COMPOSE_VERSION,
});

/** `db:service_healthy:false,cache:service_started:true`: name, condition, restart. */
export const dependsOnLabel = (dependencies: Readonly<Record<string, DependencyModel>> | undefined): string =>
  Object.entries(dependencies ?? {})
    .map(([name, dependency]) => `${name}:${dependency.condition}:${String(dependency.restart ?? false)}`)
    .join(',');

/** What the label says of one dependency. */
export interface LabelledDependency {
  readonly service: string;
  readonly condition: string;
  readonly restart: boolean;
}

/** The dependencies back from a label. */
export const dependenciesInLabel = (label: string | undefined): readonly LabelledDependency[] =>
  namesInLabel(label).flatMap((entry) => {
    const [service = '', condition = 'service_started', restart] = entry.split(':');
    return service === '' ? [] : [{ service, condition, restart: restart === 'true' }];
  });
