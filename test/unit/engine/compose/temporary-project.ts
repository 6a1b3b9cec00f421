import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { SpecError } from '../../../../src/errors.ts';
import { resolveSpec } from '../../../../src/engine/compose/resolve.ts';
import type { ResolveOptions, StackSource } from '../../../../src/engine/compose/source.ts';

/** A directory with these files, gone after the test. */
export const temporaryProject = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'seaworthy-compose-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return directory;
};

/** The error of a source that must be refused, with the directory's path taken out of its text. */
export const refusalOf = async (source: StackSource, directory = '', options: ResolveOptions = {}): Promise<{ readonly error: SpecError; readonly text: string }> => {
  try {
    await resolveSpec(source, { env: {}, ...options });
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const text = directory === '' ? error.message : error.message.replaceAll(`${directory}/`, '').replaceAll(directory, '<project>');
    return { error, text: text.replaceAll(process.cwd(), '<cwd>') };
  }
  throw new Error('the source was accepted');
};

/** The text that a user sees for one Compose file that must be refused. */
export const refusedText = async (text: string, options: ResolveOptions = {}): Promise<string> => {
  const directory = await temporaryProject({ 'compose.yaml': text });
  return (await refusalOf(join(directory, 'compose.yaml'), directory, options)).text;
};
