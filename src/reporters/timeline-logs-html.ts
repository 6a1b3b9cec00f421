import type { ServiceLogLine } from '../engine/lifecycle/stack.ts';
import { htmlText } from './html-text.ts';
import { msText } from './timeline-words.ts';

/** Lines of a service that the page holds: its last ones. */
const KEPT_LINES = 200;

export interface LogsHtmlOptions {
  readonly startedAtMs: number | undefined;
  readonly failedAtMs: number | undefined;
  /** Services in the order of their rows. */
  readonly order: readonly string[];
}

/** The logs of all services, each to be unfolded by itself; the first few, or the only one, are open. */
export function logsHtml(lines: readonly ServiceLogLine[], { startedAtMs, failedAtMs, order }: LogsHtmlOptions): string {
  const byService = new Map(order.map((service) => [service, lines.filter((line) => line.service === service)]));
  const written = [...byService].filter(([, own]) => own.length > 0);
  if (written.length === 0) return '';
  const blocks = written.map(([service, own]) => {
    const shown = own.slice(-KEPT_LINES);
    const several = new Set(own.map(({ container }) => container)).size > 1;
    const rows = shown.map((line) => {
      const atMs = startedAtMs === undefined ? undefined : line.timeMs - startedAtMs;
      const when = atMs === undefined ? new Date(line.timeMs).toISOString().slice(11, 23) : msText(atMs);
      const after = atMs !== undefined && failedAtMs !== undefined && atMs > failedAtMs ? ' class="after"' : '';
      return `<div${after}><time>${when}</time>${several ? `${htmlText(line.container)} | ` : ''}${htmlText(line.text)}</div>`;
    });
    const left = own.length > shown.length ? `, the last ${shown.length}` : '';
    return `<details id="log-${encodeURIComponent(service)}"${written.length <= 6 ? ' open' : ''}><summary>${htmlText(service)} (${own.length} ${own.length === 1 ? 'line' : 'lines'}${left})</summary><div class="log">${rows.join('')}</div></details>`;
  });
  return `<section><h2>Logs</h2>\n${blocks.join('\n')}\n</section>`;
}
