import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { timelineHtml, type TimelineHtmlOptions } from './timeline-html.ts';
import type { TimelineSubject } from './timeline-subject.ts';
import { timelineText } from './timeline-text.ts';

/** Writes a timeline as `<project>.html` and `<project>.txt`, and resolves with the path of the page. */
export async function writeTimeline(folder: string, subject: TimelineSubject & { readonly project: string }, options: TimelineHtmlOptions): Promise<string> {
  const path = resolve(folder);
  await mkdir(path, { recursive: true });
  const page = join(path, `${subject.project}.html`);
  await Promise.all([writeFile(page, timelineHtml(subject, options)), writeFile(join(path, `${subject.project}.txt`), `${timelineText(subject)}\n`)]);
  return page;
}
