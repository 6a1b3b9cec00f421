import type { ResolveOptions } from '../engine/compose/resolve.ts';
import type { FileSource } from '../engine/compose/source.ts';
import type { FlagValues } from './flags.ts';

/** What every command takes, before or after its name, to say which stack is meant. */
export const projectFlags = {
  file: { type: 'string', short: 'f', multiple: true, value: 'FILE', help: 'Compose file; several are merged left to right, - is standard input' },
  'project-name': { type: 'string', short: 'p', value: 'NAME', help: 'Name of the project' },
  'project-directory': { type: 'string', value: 'DIR', help: 'Directory that relative paths start from (default: that of the first file)' },
  profile: { type: 'string', multiple: true, value: 'NAME', help: 'Profile to enable; "*" is all of them' },
  'env-file': { type: 'string', multiple: true, value: 'FILE', help: 'File with variables, in place of .env' },
} as const;

export type ProjectFlags = typeof projectFlags;

/** The source and options that the flags stand for. Without a file, Compose's own names are looked for. */
export const projectSource = (flags: FlagValues<ProjectFlags>): { readonly source: FileSource; readonly options: ResolveOptions } => {
  const { file: files = [], profile: profiles = [], 'env-file': envFiles, 'project-name': projectName, 'project-directory': directory } = flags;
  return {
    source: { files },
    options: {
      profiles,
      ...(envFiles === undefined ? {} : { envFiles }),
      ...(projectName === undefined ? {} : { projectName }),
      ...(directory === undefined ? {} : { projectDirectory: directory }),
    },
  };
};

/** The same as one value, for what takes a source alone. */
export const wholeSource = (flags: FlagValues<ProjectFlags>): FileSource => {
  const { source, options } = projectSource(flags);
  return { ...source, ...(options as Omit<FileSource, 'files'>) };
};
