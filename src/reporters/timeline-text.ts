import { printableText } from './printable-text.ts';
import { endOf, failedAt, timelineSpans } from './timeline-spans.ts';
import { titleOf, type TimelineSubject } from './timeline-subject.ts';
import { msText, spanText } from './timeline-words.ts';

/**
 * How a stack came up, as text: who did what, from when to when and for how long, and who waited for whom. Takes a
 * stack, or the error that `up` has thrown.
 *
 * @example
 * const stack = await up('compose.yaml');
 * console.log(timelineText(stack));
 */
export function timelineText(subject: TimelineSubject): string {
  const { timeline = [] } = subject;
  if (timeline.length === 0) return `${titleOf(subject)}: no timeline, since it was not brought up by this process`;
  const rows = timelineSpans(timeline).flatMap(({ service, spans }) =>
    spans.map((span) => [service, Math.round(span.fromMs), Math.round(span.toMs), Math.round(span.toMs - span.fromMs), spanText(span, timeline)].map(String)),
  );
  return [headline(subject), '', ...table([['service', 'from ms', 'to ms', 'took', ''], ...rows])].map((line) => printableText(line).trimEnd()).join('\n');
}

/** How it ended, and when. */
export function headline(subject: TimelineSubject): string {
  const { timeline = [], message } = subject;
  const failed = failedAt(timeline);
  const why = message === undefined ? '' : `: ${message.split('\n')[0] ?? ''}`;
  return failed === undefined ? `${titleOf(subject)} was ready after ${msText(endOf(timeline))}` : `${titleOf(subject)} failed after ${msText(failed)}${why}`;
}

/** Numbers to the right, words to the left. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : column < 4 ? cell.padStart(widths[column] ?? 0) : cell)).join('  '));
}
