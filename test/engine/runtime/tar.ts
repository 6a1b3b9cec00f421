import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';

/** A tar of these files. */
export async function tarOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  return buffer(tar);
}

/** The files of a tar, as text by name. */
export async function readTar(archive: NodeJS.ReadableStream): Promise<Record<string, string>> {
  const reader = extract();
  reader.end(await buffer(archive));
  const files: Record<string, string> = {};
  for await (const entry of reader) files[entry.header.name] = (await buffer(entry)).toString();
  return files;
}
