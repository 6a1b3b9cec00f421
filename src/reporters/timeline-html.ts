import type { ServiceLogLine, TimelineEntry } from '../engine/lifecycle/stack.ts';
import { htmlText } from './html-text.ts';
import { logsHtml } from './timeline-logs-html.ts';
import { endOf, failedAt, openedAt, timelineSpans, type ServiceSpans, type Span } from './timeline-spans.ts';
import { TIMELINE_STYLE } from './timeline-style.ts';
import { titleOf, type TimelineSubject } from './timeline-subject.ts';
import { headline, timelineText } from './timeline-text.ts';
import { msText, spanText } from './timeline-words.ts';

/** What is shown beside the bars. */
export interface TimelineHtmlOptions {
  /** Log lines, as `stack.logs()` has them. */
  readonly logs?: readonly ServiceLogLine[];
  /** When the `up` was called, in milliseconds since the epoch: what the times of log lines are counted from. */
  readonly startedAtMs?: number;
  /** Why there are no logs, where they could not be had. */
  readonly logsMissing?: string;
}

const LEGEND = [['pull', 'pulling'], ['build', 'building'], ['create', 'creating'], ['wait', 'waiting for others'], ['start', 'starting'], ['ready', 'running, until ready']] as const;

/**
 * How a stack came up, as one HTML page that needs nothing else: a row per service, a bar for each thing it did, an arrow
 * from each gate to who waited for it, the failing moment, and logs. Takes a stack, or the error that `up` has thrown.
 */
export function timelineHtml(subject: TimelineSubject, options: TimelineHtmlOptions = {}): string {
  const { timeline = [] } = subject;
  const services = timelineSpans(timeline);
  const failure = failedAt(timeline) === undefined ? '' : `<pre class="failure">${htmlText(subject.message ?? 'The stack did not come up.')}</pre>`;
  const missing = options.logsMissing === undefined ? '' : `<section><h2>Logs</h2><p>${htmlText(options.logsMissing)}</p></section>`;
  const logs = missing || logsHtml(options.logs ?? [], { startedAtMs: options.startedAtMs, failedAtMs: failedAt(timeline), order: services.map(({ service }) => service) });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${htmlText(titleOf(subject))}</title>
<style>${TIMELINE_STYLE}</style>
</head>
<body>
<h1>${htmlText(headline({ timeline, ...(subject.project === undefined ? {} : { project: subject.project }) }))}</h1>
${failure}
<main${logs === '' ? '' : ' class="beside"'}>
<section>
<ul class="legend">${legend(services)}</ul>
${chart(services, timeline)}
<details><summary>As text</summary><pre class="text">${htmlText(timelineText(subject))}</pre></details>
</section>
${logs}
</main>
</body>
</html>
`;
}

const legend = (services: readonly ServiceSpans[]): string => {
  const kinds = new Set(services.flatMap(({ spans }) => spans.map(({ kind }) => kind)));
  return LEGEND.filter(([kind]) => kinds.has(kind)).map(([kind, text]) => `<li><i class="${kind}"></i>${text}</li>`).join('');
};

function chart(services: readonly ServiceSpans[], timeline: readonly TimelineEntry[]): string {
  const end = Math.max(endOf(timeline), 1);
  const at = (ms: number): string => `${((ms / end) * 100).toFixed(3)}%`;
  const rows = services.map(({ service, spans }) => `<div class="row"><a class="name" href="#log-${encodeURIComponent(service)}">${htmlText(service)}</a><div class="track">${spans.map((span) => bar(span, timeline, at)).join('')}</div></div>`);
  return `<div class="chart">\n${rows.join('\n')}\n<div class="over">${ticks(end, failedAt(timeline), at)}${gates(services, timeline, at)}${moment(timeline, end, at)}</div>\n</div>`;
}

type At = (ms: number) => string;

function bar(span: Span, timeline: readonly TimelineEntry[], at: At): string {
  const title = htmlText(`${spanText(span, timeline)}: ${msText(span.toMs - span.fromMs)}, from ${msText(span.fromMs)} to ${msText(span.toMs)}`);
  const probes = span.probes.map(({ atMs, outcome }) => `<div class="probe${outcome === 'exit 0' ? '' : ' failing'}" style="left:${at(atMs)}" title="${htmlText(`probe at ${msText(atMs)}: ${outcome}`)}"></div>`);
  return `<div class="bar ${span.kind}${span.ended === 'cut off' ? ' cut' : ''}" style="left:${at(span.fromMs)};width:${at(span.toMs - span.fromMs)}" title="${title}"></div>${probes.join('')}`;
}

/** From the row of the gate that opened to the row of who waited for it. */
function gates(services: readonly ServiceSpans[], timeline: readonly TimelineEntry[], at: At): string {
  const rowOf = new Map(services.map(({ service }, index) => [service, index]));
  const arrows = services.flatMap(({ service, spans }, to) =>
    spans.flatMap(({ waitsFor }) =>
      waitsFor.flatMap((gate) => {
        const from = rowOf.get(gate.service);
        const opened = openedAt(timeline, gate);
        if (from === undefined || opened === undefined || from === to) return [];
        return [`<div class="gate${from < to ? '' : ' up'}" style="left:${at(opened)};--from:${from};--to:${to}" data-gate="${htmlText(`${gate.service} → ${service}`)}"></div>`];
      }),
    ),
  );
  return arrows.join('');
}

/** Moments at even distances, up to ten of them. */
function ticks(end: number, failed: number | undefined, at: At): string {
  const step = [1, 2, 5].flatMap((factor) => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000].map((unit) => factor * unit)).sort((a, b) => a - b).find((candidate) => end / candidate <= 8) ?? end;
  const moments = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  // The label of the failing moment stands to the left of it, or at the left edge to the right.
  const hidden = (ms: number, share: number): boolean => failed !== undefined && (failed / end < 0.2 ? ms >= failed - end * 0.1 && ms < failed + end * share : ms <= failed && ms > failed - end * share);
  const classes = (ms: number, index: number): string => ['tick', ...(index % 2 === 0 ? [] : ['odd']), ...(ms / end > 0.95 ? ['last'] : []), ...(hidden(ms, 0.2) ? ['covered'] : []), ...(hidden(ms, 0.5) ? ['near'] : [])].join(' ');
  return moments.map((ms, index) => `<div class="${classes(ms, index)}" style="left:${at(ms)}">${ms < 1_000 && step < 1_000 ? `${ms} ms` : `${ms / 1000} s`}</div>`).join('');
}

function moment(timeline: readonly TimelineEntry[], end: number, at: At): string {
  const failed = failedAt(timeline);
  return failed === undefined ? '' : `<div class="moment${failed / end < 0.2 ? ' early' : ''}" style="left:${at(failed)}"><b>failed at ${msText(failed)}</b></div>`;
}
