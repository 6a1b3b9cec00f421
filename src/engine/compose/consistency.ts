import type { Issues } from './issues.ts';
import { locate } from './locate.ts';
import type { Model, ServiceModel } from './model.ts';
import { didYouMean, suggestName } from './suggest.ts';
import type { MapNode, TreePath } from './tree.ts';

/** What the checks of one service need. */
interface Check {
  readonly model: Model;
  readonly name: string;
  readonly service: ServiceModel;
  readonly root: MapNode;
  /** Services that exist but whose profile is not active. */
  readonly disabled: ReadonlySet<string>;
  readonly report: (path: TreePath, message: string, suggestion?: string) => void;
  /** Whether something about one of these keys was already found wrong. */
  readonly failed: (...keys: readonly string[]) => boolean;
}

/** Checks that active services refer only to what exists and do not contradict themselves. */
export const checkConsistency = (model: Model, disabled: ReadonlySet<string>, root: MapNode, issues: Issues): void => {
  for (const [name, service] of Object.entries(model.services)) {
    const report = (path: TreePath, message: string, suggestion?: string): void => {
      const full = ['services', name, ...path];
      issues.add({ path: full, place: locate(root, full).place, message, suggestion });
    };
    const failed = (...keys: readonly string[]): boolean => issues.suggests(['services', name], keys) || keys.some((key) => issues.touches(['services', name, key]));
    const check = { model, name, service, root, disabled, report, failed };
    checkImage(check);
    checkBuild(check);
    checkNetworks(check);
    checkHealthcheck(check);
    checkDependencies(check);
    checkStorage(check);
    checkFiles(check);
    checkScale(check);
    checkLimits(check);
    checkTargets(check);
    checkWatch(check);
  }
  checkContainerNames(model, root, issues);
  for (const [name, secret] of Object.entries(model.secrets ?? {})) {
    if (secret.external === true || secret.file !== undefined || secret.environment !== undefined) continue;
    const path = ['secrets', name];
    issues.add({ path, place: locate(root, path).place, message: 'one of "file" or "environment" must be set, or "external: true"' });
  }
};

/** `"x" is not defined`, with the nearest name or what to add. */
const undefinedReference = (check: Check, path: TreePath, kind: string, name: string | undefined, known: Readonly<Record<string, unknown>>): void => {
  // Where a required key is missing, that was reported, and the model has a hole here.
  if (name === undefined || Object.hasOwn(known, name)) return;
  const suggestion = suggestName(name, Object.keys(known));
  const remedy = didYouMean(suggestion) || `; add it under "${kind}s"`;
  check.report(path, `refers to the ${kind} "${name}", which is not defined${remedy}`, suggestion);
};

/** A reference in long form, which may lack the key that says what it refers to. */
const namedReference = (check: Check, path: TreePath, kind: string, name: string | undefined, known: Readonly<Record<string, unknown>>): void => {
  if (name === undefined || name === '') check.report(path, `names no ${kind}; add "source"`, undefined);
  else undefinedReference(check, path, kind, name, known);
};

/** A service whose `extends` could not be followed lacks what it would have had; that was reported. */
const isUnresolved = (root: MapNode, name: string): boolean => locate(root, ['services', name, 'extends']).failed;

const checkImage = ({ service, name, root, report, failed }: Check): void => {
  if (service.image !== undefined || service.build !== undefined || service.provider !== undefined) return;
  if (failed('image', 'build', 'provider', 'extends') || isUnresolved(root, name)) return;
  report([], 'has neither an image nor a build; add "image: …" or "build: …"');
};

const checkBuild = (check: Check): void => {
  const { service, model, report } = check;
  const { build } = service;
  if (build === undefined) return;
  if (build.dockerfile !== undefined && build.dockerfile_inline !== undefined) {
    report(['build', 'dockerfile_inline'], '"dockerfile" and "dockerfile_inline" exclude each other; keep one');
  }
  for (const [key, context] of Object.entries(build.additional_contexts ?? {})) {
    if (!context.startsWith('service:')) continue;
    const target = context.slice('service:'.length);
    const path = ['build', 'additional_contexts', key];
    undefinedReference(check, path, 'service', target, model.services);
    const other = model.services[target];
    if (other !== undefined && other.build === undefined) report(path, `refers to the service "${target}", which is not built`);
  }
  const { platforms = [] } = build;
  if (platforms.length > 0 && service.platform !== undefined && !platforms.includes(service.platform)) {
    report(['build', 'platforms'], `must include the service's platform "${service.platform}"`);
  }
};

const checkNetworks = (check: Check): void => {
  const { service, model, report } = check;
  const names = Object.keys(service.networks ?? {});
  if (service.network_mode !== undefined && names.length > 0) report(['network_mode'], '"network_mode" and "networks" exclude each other; keep one');
  for (const name of names) undefinedReference(check, ['networks', name], 'network', name, model.networks ?? {});
  const shared = service.network_mode?.startsWith('service:') === true ? service.network_mode.slice('service:'.length) : undefined;
  // Normalisation makes a dependency of it, which is checked as one; without, nothing else asks.
  if (shared !== undefined && !Object.hasOwn(service.depends_on ?? {}, shared)) undefinedReference(check, ['network_mode'], 'service', shared, model.services);
};

const checkHealthcheck = ({ service, report }: Check): void => {
  const [kind] = service.healthcheck?.test ?? [];
  if (kind !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(kind)) {
    report(['healthcheck', 'test'], `must start with "CMD", "CMD-SHELL" or "NONE", found "${kind}"; write the test as one string to run it in a shell`);
  }
};

const checkDependencies = (check: Check): void => {
  const { service, model, disabled, report } = check;
  for (const [name, dependency] of Object.entries(service.depends_on ?? {})) {
    if (Object.hasOwn(model.services, name)) continue;
    const path = ['depends_on', name];
    if (!disabled.has(name)) {
      const known = Object.keys(model.services);
      const suggestion = suggestName(name, known);
      const remedy = didYouMean(suggestion) || (known.length > 10 ? '' : `; defined are ${known.join(', ')}`);
      report(path, `depends on the service "${name}", which is not defined${remedy}`, suggestion);
    } else if (dependency.required) {
      report(path, `depends on the service "${name}", whose profile is not active; activate it, or set "required: false"`);
    }
  }
};

const checkStorage = (check: Check): void => {
  for (const [index, mount] of (check.service.volumes ?? []).entries()) {
    if (mount.type !== 'volume' || mount.source === undefined || Object.hasOwn(check.model.volumes ?? {}, mount.source)) continue;
    const known = Object.keys(check.model.volumes ?? {});
    const suggestion = suggestName(mount.source, known);
    const remedy = didYouMean(suggestion) || `; add it under "volumes", or write "./${mount.source}" for a directory`;
    check.report(['volumes', index], `refers to the volume "${mount.source}", which is not defined${remedy}`, suggestion);
  }
};

const checkFiles = (check: Check): void => {
  const { service, model } = check;
  for (const [index, config] of (service.configs ?? []).entries()) {
    namedReference(check, ['configs', index], 'config', config.source, model.configs ?? {});
  }
  for (const [index, secret] of (service.secrets ?? []).entries()) {
    namedReference(check, ['secrets', index], 'secret', secret.source, model.secrets ?? {});
  }
  for (const [index, secret] of (service.build?.secrets ?? []).entries()) namedReference(check, ['build', 'secrets', index], 'secret', secret.source, model.secrets ?? {});
  for (const name of Object.keys(service.models ?? {})) undefinedReference(check, ['models', name], 'model', name, model.models ?? {});
};

const checkScale = ({ service, report }: Check): void => {
  const replicas = service.deploy?.replicas;
  const scale = service.scale ?? replicas ?? 1;
  if (service.scale !== undefined && replicas !== undefined && service.scale !== replicas) {
    report(['scale'], `"scale" (${String(service.scale)}) and "deploy.replicas" (${String(replicas)}) differ; keep one`);
  }
  if (scale < 0) report(service.scale === undefined ? ['deploy', 'replicas'] : ['scale'], `must not be negative, found ${String(scale)}`);
  if (scale > 1 && service.container_name !== undefined) {
    report(['container_name'], `${String(scale)} containers cannot share one name; remove "container_name" or the scale`);
  }
};

/** The old limits and those under `deploy.resources` must agree; a block without the field says zero. */
const checkLimits = ({ service, report }: Check): void => {
  const limits = service.deploy?.resources?.limits;
  const reservations = service.deploy?.resources?.reservations;
  const pairs = [
    ['cpus', service.cpus, limits, limits?.cpus, 'deploy.resources.limits.cpus'],
    ['mem_limit', service.mem_limit, limits, limits?.memory, 'deploy.resources.limits.memory'],
    ['mem_reservation', service.mem_reservation, reservations, reservations?.memory, 'deploy.resources.reservations.memory'],
    ['pids_limit', service.pids_limit, limits, limits?.pids, 'deploy.resources.limits.pids'],
  ] as const;
  for (const [key, value, block, other, path] of pairs) {
    if (value !== undefined && block !== undefined && value !== other) {
      report([key], `"${key}" (${String(value)}) and "${path}" (${other === undefined ? 'not set' : String(other)}) differ; keep one`);
    }
  }
};

const checkWatch = ({ service, report }: Check): void => {
  const { watch = [] } = service.develop ?? {};
  for (const [index, trigger] of watch.entries()) {
    if (trigger.target === undefined && ['sync', 'sync+restart', 'sync+exec'].includes(trigger.action)) {
      report(['develop', 'watch', index], `the action "${trigger.action}" needs a "target"`);
    }
  }
};

const checkContainerNames = (model: Model, root: MapNode, issues: Issues): void => {
  const owners = new Map<string, string>();
  for (const [name, { container_name: containerName }] of Object.entries(model.services)) {
    if (containerName === undefined) continue;
    const owner = owners.get(containerName);
    const path = ['services', name, 'container_name'];
    if (owner !== undefined) {
      issues.add({ path, place: locate(root, path).place, message: `the container name "${containerName}" is already that of the service "${owner}"` });
    }
    owners.set(containerName, name);
  }
};

const checkTargets = ({ service, report }: Check): void => {
  const targets = new Map<string, string>();
  const claim = (target: string | undefined, path: TreePath): void => {
    if (target === undefined) return;
    const label = `${String(path[0])}[${String(path[1])}]`;
    const earlier = targets.get(target);
    if (earlier !== undefined) report(path, `mounts at ${target}, where ${earlier} is mounted already`);
    targets.set(target, label);
  };
  for (const [index, entry] of (service.tmpfs ?? []).entries()) claim(entry.split(':', 1)[0] ?? '', ['tmpfs', index]);
  for (const [index, mount] of (service.volumes ?? []).entries()) claim(mount.target, ['volumes', index]);
};
