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
  host: 'seaworthy.owner.host',
  /** When the owning process started, in milliseconds since the epoch: a reused pid is another owner. */
  started: 'seaworthy.owner.started',
  created: 'seaworthy.created',
} as const;

/** What an `up` has to remember for a later one, where Compose has no label for it. */
export const MEMORY_LABEL = {
  /** On networks and volumes: a hash of the definition they were made by. */
  definition: 'seaworthy.definition',
  /** On containers: anonymous volumes that were carried over by name, which the engine then no longer removes itself. */
  anonymousVolumes: 'seaworthy.anonymous-volumes',
} as const;

/** Names back from a label that lists them. */
export const namesInLabel = (label: string | undefined): readonly string[] => (label ?? '').split(',').filter((name) => name !== '');

/** What everything carries that Seaworthy has made, and nothing else. */
export const SESSION_LABEL: string = OWNER_LABEL.session;

/** The process on whose behalf resources are created. */
export interface Owner {
  readonly session: string;
  readonly pid: number;
  readonly host: string;
  readonly startedMs: number;
}

export type Lifetime = 'process' | 'project';

export const ownerLabels = (owner: Owner, lifetime: Lifetime, nowMs: number): Record<string, string> => ({
  [OWNER_LABEL.session]: owner.session,
  [OWNER_LABEL.lifetime]: lifetime,
  [OWNER_LABEL.pid]: String(owner.pid),
  [OWNER_LABEL.host]: owner.host,
  [OWNER_LABEL.started]: String(owner.startedMs),
  [OWNER_LABEL.created]: new Date(nowMs).toISOString(),
});

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
