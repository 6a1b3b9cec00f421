/**
 * What no engine does, or what would take away from the stack without a word: refused before anything is created, with
 * every problem in one error.
 */
import { SpecError, type SpecProblem } from '../../errors.ts';
import type { FileReferenceModel, MountModel, ServiceModel } from '../compose/model.ts';
import type { ResolvedSpec } from '../compose/resolved.ts';
import { atLeast } from './api-version.ts';

const MOUNTS_ELSEWHERE: Readonly<Partial<Record<MountModel['type'], string>>> = {
  npipe: 'named pipes exist only for Windows containers; use a bind mount',
  cluster: 'only Swarm has cluster volumes; use a volume',
};

const NAMESPACES: Readonly<Record<'pid' | 'uts', RegExp>> = { pid: /^(host|private|(service|container):.+)?$/, uts: /^(host|private)?$/ };

const checkMounts = (path: string, service: ServiceModel, apiVersion: string): readonly SpecProblem[] =>
  (service.volumes ?? []).flatMap((mount, index) => {
    const at = `${path}.volumes[${String(index)}].type`;
    const elsewhere = MOUNTS_ELSEWHERE[mount.type];
    if (elsewhere !== undefined) return [{ path: at, message: `a mount of type "${mount.type}" cannot be made: ${elsewhere}` }];
    if (mount.type === 'image' && !atLeast(apiVersion, '1.48')) {
      return [{ path: at, message: `a mount of type "image" needs engine API 1.48, and the engine in use speaks ${apiVersion}; copy what is needed into the image of the service, or use another engine` }];
    }
    return [];
  });

/** The engine takes other words for these without a complaint, and without an effect. */
const checkNamespaces = (path: string, service: ServiceModel): readonly SpecProblem[] =>
  (['pid', 'uts'] as const).flatMap((key) => {
    const value = service[key];
    const allowed = key === 'pid' ? '"host", "service:<name>" or "container:<name>"' : '"host"';
    return value === undefined || NAMESPACES[key].test(value) ? [] : [{ path: `${path}.${key}`, message: `expected ${allowed}, found "${value}"` }];
  });

const isNumber = (value: string | undefined): boolean => value === undefined || /^\d+$/.test(value);

const checkReference = (path: string, { name, value }: { readonly name: 'configs' | 'secrets'; readonly value: FileReferenceModel }, service: ServiceModel, spec: ResolvedSpec): readonly SpecProblem[] => {
  const object = spec.model[name]?.[value.source];
  if (object === undefined || object.file !== undefined || (object.content === undefined && object.environment === undefined)) return [];
  const what = name === 'configs' ? 'config' : 'secret';
  const isKnown = Object.hasOwn(spec.environment, object.environment ?? '') || Object.hasOwn(spec.includedValues ?? {}, `${name}.${value.source}`);
  if (object.environment !== undefined && !isKnown) {
    return [{ path, message: `the ${what} "${value.source}" is the value of the environment variable ${object.environment}, which is not set; set it, in the environment or in .env` }];
  }
  if (service.read_only === true) {
    return [{ path, message: `the ${what} "${value.source}" has to be copied into the container, and read_only allows no copying; give the ${what} a file, or leave read_only out` }];
  }
  return (['uid', 'gid'] as const)
    .filter((key) => !isNumber(value[key]))
    .map((key) => ({ path: `${path}.${key}`, message: `expected a number, found "${value[key] ?? ''}"; names of users are known only inside the image` }));
};

const checkFiles = (path: string, service: ServiceModel, spec: ResolvedSpec): readonly SpecProblem[] =>
  (['configs', 'secrets'] as const).flatMap((name) => (service[name] ?? []).flatMap((value, index) => checkReference(`${path}.${name}[${String(index)}]`, { name, value }, service, spec)));

/** Compose refuses it when it makes the container, whatever the engine; an engine would never use the interval. */
const checkHealthcheck = (path: string, { healthcheck }: ServiceModel): readonly SpecProblem[] =>
  healthcheck?.start_interval === undefined || healthcheck.start_period !== undefined || healthcheck.disable === true
    ? []
    : [{ path: `${path}.healthcheck.start_interval`, message: 'healthcheck.start_interval requires healthcheck.start_period to be set: it is the interval during that period; set start_period, or leave start_interval out' }];

const problemsOf = (spec: ResolvedSpec, apiVersion: string): readonly SpecProblem[] =>
  Object.entries(spec.model.services).flatMap(([name, service]) => {
    const path = `services.${name}`;
    return [...checkMounts(path, service, apiVersion), ...checkNamespaces(path, service), ...checkHealthcheck(path, service), ...checkFiles(path, service, spec)];
  });

/** @throws SpecError `SPEC_INVALID` for fields that the engine in use would refuse, or would take without any effect */
export const refuseFields = (spec: ResolvedSpec, apiVersion: string): void => {
  const problems = problemsOf(spec, apiVersion);
  if (problems.length === 0) return;
  const lines = problems.map(({ path, message }) => `\n\n${path}: ${message}`).join('');
  throw new SpecError('SPEC_INVALID', `${String(problems.length)} problem${problems.length === 1 ? '' : 's'} in the stack${lines}`, problems);
};
