import { resolve } from 'node:path';
import { EnvFileError, parseEnvFile } from './env-file.ts';
import type { Issues } from './issues.ts';
import { displayPath, readText } from './read-file.ts';
import type { Warning } from './resolved.ts';
import { SourceText } from './source-text.ts';
import { formatPath, type TreePath } from './tree.ts';

/** Variables by name. */
export type Environment = ReadonlyMap<string, string>;

/** The set variables of an object such as `process.env`. */
export const environmentOf = (variables: Readonly<Record<string, string | undefined>>): Map<string, string> =>
  new Map(Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Where it is noted what is wrong with files, and what of them has no effect. */
export interface Findings {
  readonly issues: Issues;
  readonly warnings: Warning[];
}

/** The variables of env files, later files over earlier ones; the environment wins where they refer to variables. */
export const loadEnvFiles = async (
  files: readonly string[],
  environment: Environment,
  findings: Findings,
  signal: AbortSignal | undefined,
): Promise<Map<string, string>> => {
  const variables = new Map<string, string>();
  for (const file of files) {
    const path = resolve(file);
    const text = await readText(path, 'env file', signal);
    parseInto(variables, { path, text, at: [] }, (name) => environment.get(name) ?? variables.get(name), findings);
  }
  return variables;
};

interface EnvFileText {
  readonly path: string;
  readonly text: string;
  /** What in the model refers to the file. */
  readonly at: TreePath;
}

/** Reads one env file into `variables`; a bad line is reported where it stands, a variable that is not set is warned of. */
export const parseInto = (variables: Map<string, string>, file: EnvFileText, lookup: (name: string) => string | undefined, { issues, warnings }: Findings): void => {
  const unset = new Set<string>();
  try {
    parseEnvFile(file.text, variables, lookup, (variable, line) => unset.add(`${displayPath(file.path)}:${String(line)}: the variable "${variable}" is not set; an empty string is used`));
  } catch (error) {
    if (!(error instanceof EnvFileError)) throw error;
    const start = file.text.split('\n').slice(0, error.line - 1).join('\n').length + (error.line > 1 ? 1 : 0);
    issues.add({ path: file.at, place: { source: new SourceText(displayPath(file.path), file.text), start, end: start }, message: error.message });
  }
  for (const message of unset) warnings.push({ path: formatPath(file.at), message });
};
