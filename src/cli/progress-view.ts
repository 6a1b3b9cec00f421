import { styleText } from 'node:util';
import type { Output } from './output.ts';
import type { ProgressKind } from './progress-kind.ts';

const REDRAW_MS = 100;
const MS_PER_SECOND = 1000;

/** Shows what a command is doing, on standard error. */
export interface ProgressView {
  /** Something became of a service, container, network or volume. */
  readonly step: (subject: string, text: string, state?: 'busy' | 'done' | 'failed') => void;
  /** Leaves the display as it is, and ends its timers. */
  readonly end: () => void;
}

interface Row {
  readonly subject: string;
  readonly text: string;
  readonly state: 'busy' | 'done' | 'failed';
  readonly startedMs: number;
  readonly endedMs?: number;
}

const MARKS = { busy: '…', done: '✔', failed: '✘' } as const;
const COLOURS = { busy: 'cyan', done: 'green', failed: 'red' } as const;

const shortened = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`);

/** The display as lines that fit on the screen; the oldest that are done give way to those that are not. */
export const drawRows = (rows: readonly Row[], nowMs: number, screen: { readonly columns: number; readonly rows: number; readonly coloured: boolean }): readonly string[] => {
  const room = Math.max(1, screen.rows - 1);
  const shown = rows.length <= room ? rows : [...rows.filter(({ state }) => state !== 'busy'), ...rows.filter(({ state }) => state === 'busy')].slice(-room);
  const width = Math.max(0, ...shown.map(({ subject }) => subject.length));
  return shown.map(({ subject, text, state, startedMs, endedMs = nowMs }) => {
    const seconds = `${((endedMs - startedMs) / MS_PER_SECOND).toFixed(1)}s`;
    const middle = shortened(` ${subject.padEnd(width)}  ${text}`, screen.columns - seconds.length - 4);
    const mark = screen.coloured ? styleText(COLOURS[state], MARKS[state], { validateStream: false }) : MARKS[state];
    return ` ${mark}${middle.padEnd(screen.columns - seconds.length - 4)} ${seconds}`;
  });
};

const liveView = ({ aside, asideScreen }: Output): ProgressView => {
  const rows = new Map<string, Row>();
  let drawn = 0;
  const draw = (): void => {
    const lines = drawRows([...rows.values()], performance.now(), asideScreen);
    const back = drawn === 0 ? '' : `\u001B[${String(drawn)}A`;
    aside(`${back}\u001B[J${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
  };
  const timer = setInterval(draw, REDRAW_MS);
  timer.unref();
  return {
    step: (subject, text, state = 'busy') => {
      const nowMs = performance.now();
      rows.set(subject, { subject, text, state, startedMs: rows.get(subject)?.startedMs ?? nowMs, ...(state === 'busy' ? {} : { endedMs: nowMs }) });
      draw();
    },
    end: () => {
      clearInterval(timer);
      if (rows.size > 0) draw();
    },
  };
};

const plainView = ({ message }: Output): ProgressView => {
  const last = new Map<string, string>();
  return {
    step: (subject, text) => {
      // What a pull says of its layers many times a second is once enough in a log.
      if (last.get(subject) === text) return;
      last.set(subject, text);
      message(` ${subject}  ${text}`);
    },
    end: () => {},
  };
};

/** The display of that kind. */
export const progressView = (kind: ProgressKind, output: Output): ProgressView => {
  if (kind === 'quiet') return { step: () => {}, end: () => {} };
  return kind === 'tty' ? liveView(output) : plainView(output);
};
