import { appendFile } from 'node:fs/promises';
import { printableText } from './printable-text.ts';

/** A failure and what the services said meanwhile. */
export interface SummarisedFailure {
  /** As people read it: file, suites and test. */
  readonly name: string;
  /** The error with its evidence. */
  readonly text: string;
}

/** GitHub refuses a summary above 1 MiB as a whole; who else writes to it needs some of that. */
const LONGEST_BYTES = 512 * 1024;

/** A section of GitHub's job summary: each failure to be unfolded, with what the services said. Empty without failures. */
export function jobSummary(failures: readonly SummarisedFailure[]): string {
  if (failures.length === 0) return '';
  const parts: string[] = [];
  let bytes = 0;
  for (const failure of failures) {
    const part = failureMarkdown(failure);
    bytes += Buffer.byteLength(part);
    if (bytes > LONGEST_BYTES) break;
    parts.push(part);
  }
  const left = failures.length - parts.length;
  const rest = left === 0 ? [] : [`${left} more ${left === 1 ? 'failure is' : 'failures are'} in the log of the job.\n`];
  return [`## What the services said\n`, ...parts, ...rest].join('\n');
}

function failureMarkdown({ name, text }: SummarisedFailure): string {
  const body = printableText(text).trimEnd();
  // A fence longer than any in the text keeps it text.
  const fence = '`'.repeat(Math.max(3, ...[...body.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `<details><summary>${escapeName(printableText(name))}</summary>\n\n${fence}text\n${body}\n${fence}\n\n</details>\n`;
}

const escapeName = (name: string): string => name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', ' ');

/** Adds the section to the file that GitHub names in `GITHUB_STEP_SUMMARY`; does nothing elsewhere, or without failures. */
export async function writeJobSummary(failures: readonly SummarisedFailure[], path: string | undefined = process.env['GITHUB_STEP_SUMMARY']): Promise<void> {
  const text = jobSummary(failures);
  if (path === undefined || path === '' || text === '') return;
  await appendFile(path, `\n${text}`);
}
