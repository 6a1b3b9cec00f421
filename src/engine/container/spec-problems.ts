import { SpecError, type SpecProblem } from '../../errors.ts';
import { describeProblem } from '../compose/issues.ts';
import { didYouMean, suggestName } from '../compose/suggest.ts';
import { z } from 'zod';
import { COMPOSE_FIELDS, OWN_FIELDS } from './container-spec.ts';

const FIELDS: readonly string[] = [...OWN_FIELDS, ...COMPOSE_FIELDS];

/** What other tools, or Compose, call a field. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  command: 'cmd', environment: 'env', working_dir: 'workdir', networks: 'network', network_mode: 'network', container_name: 'name',
  memory: 'mem_limit', autoRemove: 'rm', auto_remove: 'rm', readonly: 'read_only', readonly_rootfs: 'read_only', remove: 'rm',
};

/** The same, to find a field by the name that Compose has for it. */
const OWN_NAMES: Readonly<Record<string, string>> = { command: 'cmd', environment: 'env', working_dir: 'workdir', networks: 'network', network_mode: 'network', container_name: 'name' };

const text = z.string();
const ownSchema = z.looseObject({
  image: text.min(1),
  name: text.regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/).optional(),
  workdir: text.optional(),
  network: z.union([text.min(1), z.array(text.min(1)).min(1)]).optional(),
  rm: z.boolean().optional(),
  seccomp: text.min(1).optional(),
  no_new_privileges: z.boolean().optional(),
});

const EXPECTED: Readonly<Record<string, string>> = {
  image: 'the name of an image',
  name: 'a name of letters, digits, "_", "." and "-" that begins with a letter or digit',
  workdir: 'a path in the container',
  network: 'the name of a network, or a list of names',
  rm: 'true or false',
  seccomp: '"default", "unconfined" or the path of a profile',
  no_new_privileges: 'true or false',
};

const shown = (value: unknown): string => (value === undefined ? 'nothing' : typeof value === 'function' ? 'a function' : JSON.stringify(value));

const problemsOfKeys = (spec: object): readonly SpecProblem[] =>
  Object.keys(spec)
    .filter((key) => !FIELDS.includes(key))
    .map((key) => {
      const nearest = suggestName(key, [...FIELDS, ...Object.keys(OTHER_NAMES)]);
      const suggestion = nearest === undefined || FIELDS.includes(nearest) ? nearest : OTHER_NAMES[nearest];
      return { path: key, message: `unknown key${didYouMean(suggestion)}`, ...(suggestion === undefined ? {} : { suggestion }) };
    });

const problemsOfValues = (spec: Readonly<Record<string, unknown>>): readonly SpecProblem[] => {
  const result = ownSchema.safeParse(spec);
  const keys = new Set(result.success ? [] : result.error.issues.map((issue) => String(issue.path[0])));
  const problems = [...keys].map((key) => ({ path: key, message: `expected ${EXPECTED[key] ?? 'another value'}, found ${shown(spec[key])}` }));
  const restarts = spec['rm'] === true && spec['restart'] !== undefined && spec['restart'] !== 'no';
  return restarts ? [...problems, { path: 'rm', message: 'a container that is restarted cannot be removed when it ends; keep "rm" or "restart"' }] : problems;
};

/** One error for all that is wrong with the description of a container, an image's build, or a sandbox. */
export const specError = (subject: string, problems: readonly SpecProblem[], cause?: SpecError): SpecError => {
  const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
  return new SpecError(cause?.code ?? 'SPEC_INVALID', `${count} in ${subject}\n\n${problems.map(describeProblem).join('\n\n')}`, problems, cause === undefined ? {} : { cause });
};

/** Refuses a container's description that is wrong by itself; the values of Compose's fields are the loader's to check. */
export const checkContainerSpec = (spec: unknown): void => {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) {
    throw specError('the container', [{ path: '', message: `expected an object with an "image", found ${shown(spec)}` }]);
  }
  const problems = [...problemsOfKeys(spec), ...problemsOfValues(spec as Readonly<Record<string, unknown>>)];
  if (problems.length > 0) throw specError('the container', problems);
};

/** `services.cache.command.0` is `cmd.0` to the user. */
const ownPath = (path: string, service: string): string => {
  const prefix = `services.${service}`;
  const below = path.startsWith(prefix) ? path.slice(prefix.length + 1) : path;
  const field = /^[a-z_]*/.exec(below)?.[0] ?? '';
  return `${OWN_NAMES[field] ?? field}${below.slice(field.length)}`;
};

/** The loader's complaints about the service that stands for a container, in the container's words, of which `rename` may know more. */
export const translateSpecError = (error: SpecError, subject: string, service: string, rename: (path: string) => string = (path) => path): SpecError =>
  specError(subject, error.problems.map((problem) => ({ ...problem, path: rename(ownPath(problem.path, service)) })), error);
