import { resolve } from 'node:path';
import type { FileObjectModel, FileReferenceModel, Model, MountModel, ServiceModel } from '../compose/model.ts';

/** A file that is copied into a container between create and start. */
export interface FilePlan {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface FileObjects {
  readonly mounts: readonly MountModel[];
  readonly copies: readonly FilePlan[];
}

const READ_ONLY_FOR_ALL = 0o444;

const target = (kind: 'configs' | 'secrets', reference: FileReferenceModel): string => {
  const name = reference.target ?? reference.source;
  if (name.startsWith('/')) return name;
  return kind === 'secrets' ? `/run/secrets/${name}` : `/${name}`;
};

/** Paths in the container of a service's secrets. */
export const secretTargets = (service: ServiceModel): readonly string[] => (service.secrets ?? []).map((reference) => target('secrets', reference));

/** Where the values of variables come from. */
export interface FileValues {
  readonly environment: Readonly<Record<string, string>>;
  /** By `configs.NAME` and `secrets.NAME`; `environment` wins. */
  readonly includedValues: Readonly<Record<string, string>>;
}

const contentOf = (object: FileObjectModel, key: string, { environment, includedValues }: FileValues): string =>
  object.content ?? (object.environment === undefined ? '' : (environment[object.environment] ?? includedValues[key] ?? ''));

/** A secret that a build may mount. */
export type BuildSecret = { readonly id: string } & ({ readonly file: string } | { readonly content: string });

/** Secrets of a service's build, by the name that its Dockerfile knows them by. */
export const planBuildSecrets = (model: Model, references: readonly FileReferenceModel[], values: FileValues, directory: string): readonly BuildSecret[] =>
  references.flatMap(({ source, target: id = source }) => {
    const object = model.secrets?.[source];
    if (object === undefined) return [];
    return [object.file === undefined ? { id, content: contentOf(object, `secrets.${source}`, values) } : { id, file: resolve(directory, object.file) }];
  });

/** Configs and secrets of a service: those from a file are mounted, those from text or the environment are copied in. */
export const planFileObjects = (model: Model, service: ServiceModel, values: FileValues, directory: string): FileObjects => {
  const mounts: MountModel[] = [];
  const copies: FilePlan[] = [];
  for (const kind of ['configs', 'secrets'] as const) {
    for (const reference of service[kind] ?? []) {
      const object = model[kind]?.[reference.source];
      if (object === undefined) continue; // The loader has refused undeclared ones; a disabled profile may leave one unused.
      if (object.file !== undefined) {
        const source = resolve(directory, object.file);
        mounts.push({ type: 'bind', source, target: target(kind, reference), read_only: true, bind: { create_host_path: false } });
        continue;
      }
      const content = contentOf(object, `${kind}.${reference.source}`, values);
      if (content === '') continue;
      copies.push({
        path: target(kind, reference),
        content,
        mode: reference.mode === undefined ? READ_ONLY_FOR_ALL : Number.parseInt(reference.mode, 8),
        uid: Number(reference.uid ?? 0),
        gid: Number(reference.gid ?? 0),
      });
    }
  }
  return { mounts, copies };
};
