import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ServiceEvidence } from '../engine/lifecycle/evidence.ts';
import { isShortened } from './evidence-text.ts';
import { printableText } from './printable-text.ts';

const FOLDER = '.seaworthy';

export interface ArtifactPlace {
  /** The folder that `.seaworthy` is made in, absolute. */
  readonly root: string;
  /** Names the run; the same for every test of it. */
  readonly run: string;
  /** Names the test within the run, as people read it. */
  readonly test: string;
  /** Names the stack; two stacks of a test may have a service of the same name. */
  readonly stack: string;
}

/** What came of writing: paths by container name, and why some could not be written. */
export interface WrittenLogFiles {
  /** Relative to the current directory. */
  readonly logFiles: ReadonlyMap<string, string>;
  readonly logFilesFailure?: string;
}

/**
 * Writes the whole log of each service that said more than a report shows to
 * `.seaworthy/<run>/<test>/<stack>/<service>.log`, and nothing for the others. A disk that cannot be written to is
 * reported in the result: the failure report itself must not fail.
 */
export async function writeLogFiles(services: readonly ServiceEvidence[], place: ArtifactPlace): Promise<WrittenLogFiles> {
  const logFiles = new Map<string, string>();
  try {
    await writeAll(services, place, logFiles);
    return { logFiles };
  } catch (error) {
    return { logFiles, logFilesFailure: error instanceof Error ? error.message : String(error) };
  }
}

async function writeAll(services: readonly ServiceEvidence[], place: ArtifactPlace, files: Map<string, string>): Promise<void> {
  const shortened = services.filter(isShortened);
  if (shortened.length === 0) return;
  const folder = join(place.root, FOLDER, fileName(place.run), fileName(place.test), fileName(place.stack));
  await mkdir(folder, { recursive: true });
  // So that nobody commits them by accident.
  await writeFile(join(place.root, FOLDER, '.gitignore'), '*\n');
  for (const service of shortened) {
    const alone = services.filter((other) => other.service === service.service).length === 1;
    const path = join(folder, `${fileName(alone ? service.service : service.container)}.log`);
    await writeFile(path, logFileText(service));
    files.set(service.container, relative(process.cwd(), path));
  }
}

function logFileText(service: ServiceEvidence): string {
  const left = service.omitted === 0 ? [] : [`(${service.omitted} earlier lines left out)`];
  return [...left, ...service.lines.map((line) => `${new Date(line.timeMs).toISOString()} ${line.stream} ${printableText(line.text)}`), ''].join('\n');
}

/** Safe on every file system, still readable; what was too long or lost characters keeps apart by a hash of the whole. */
function fileName(text: string): string {
  const safe = text.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 80);
  return safe === text ? safe : `${safe}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}
