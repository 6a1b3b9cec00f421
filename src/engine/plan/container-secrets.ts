import type { ContainerFacts } from '../runtime/containers.ts';
import { COMPOSE_LABEL, MEMORY_LABEL, namesInLabel } from './labels.ts';
import { redactor, type Redact } from './redactor.ts';
import { secretValues } from './secret-values.ts';

type Container = Pick<ContainerFacts, 'labels' | 'mounts' | 'raw'>;

/** Where Compose puts secrets that name no other place. */
const USUAL_FOLDER = '/run/secrets/';

/** What is longer is no password, key or certificate. */
const LONGEST_CHARACTERS = 65_536;

/** Paths of a container's secrets: those that its label names, and those that docker compose has mounted. */
export const secretPaths = ({ labels, mounts }: Container): readonly string[] => [
  ...new Set([...namesInLabel(labels[MEMORY_LABEL.secrets]), ...mounts.map(({ destination }) => destination).filter((path) => path.startsWith(USUAL_FOLDER))]),
];

/** Takes a container's secrets out of what is told of it: the contents of its secrets, and what its environment has. */
export const containerRedactor = ({ labels, raw }: Container, secrets: readonly string[]): Redact => {
  const { Env: environment, Image: image = '' } = (raw['Config'] ?? {}) as { readonly Env?: readonly string[] | null; readonly Image?: string };
  const imageName = /([^/:@]+)(?:[:@][^/]*)?$/.exec(image)?.[1] ?? '';
  const open = [labels[COMPOSE_LABEL.service] ?? '', imageName];
  return redactor(secretValues({ environment: environment ?? [], secrets: secrets.filter((content) => content.length <= LONGEST_CHARACTERS), open }));
};
