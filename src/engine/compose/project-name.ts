import { basename } from 'node:path';
import type { Environment } from './environment.ts';
import { interpolate, InterpolationError } from './interpolate.ts';
import type { Issues } from './issues.ts';
import { asString, child, type TreeNode } from './tree.ts';

/** A name made to fit a project: lower case, other characters dropped, no leading `_` or `-`; may be empty. */
const normalizeProjectName = (name: string): string => (name.toLowerCase().match(/[a-z0-9_-]/g) ?? []).join('').replace(/^[_-]+/, '');

interface NameSources {
  readonly explicit: string | undefined;
  readonly environment: Environment;
  readonly documents: readonly { readonly root: TreeNode }[];
  readonly projectDirectory: string;
  readonly interpolate: boolean;
}

/** The project's name: the one given, `COMPOSE_PROJECT_NAME`, the last `name` of the documents, or the project directory's. */
export const nameProject = ({ explicit, environment, documents, projectDirectory, interpolate: expand }: NameSources, issues: Issues): string => {
  const given = explicit ?? environment.get('COMPOSE_PROJECT_NAME') ?? '';
  if (given !== '') {
    const normal = normalizeProjectName(given);
    if (normal !== given) issues.add({ path: ['name'], place: undefined, message: invalidName(given, normal) });
    return given;
  }
  const named = documents.map(({ root }) => child(root, 'name')).findLast((node) => (asString(node) ?? '') !== '');
  const text = asString(named);
  const name = normalizeProjectName(text === undefined ? basename(projectDirectory) : expand ? expandName(text, environment) : text);
  if (name === '') issues.add({ path: ['name'], place: named?.place, message: noName(text, projectDirectory) });
  return name;
};

/** A template that is malformed is reported when the document is interpolated. */
const expandName = (text: string, environment: Environment): string => {
  try {
    return interpolate(text, (variable) => environment.get(variable));
  } catch (error) {
    if (error instanceof InterpolationError) return '';
    throw error;
  }
};

const noName = (text: string | undefined, projectDirectory: string): string =>
  `no project name can be made of ${JSON.stringify(text ?? basename(projectDirectory))}: it has no letter or digit; set "name", or give a project name`;

const invalidName = (name: string, normal: string): string =>
  `invalid project name "${name}": it must consist of lowercase letters, digits, hyphens and underscores, and start with a letter or digit${normal === '' ? '' : `; "${normal}" would do`}`;
