import { parseEngineTime } from './engine-time.ts';
import type { LogLine } from './containers.ts';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const CARRIAGE_RETURN = 0x0d;
/** `2026-11-24T05:33:06.123456789+00:00` and a space. */
const LONGEST_TIME = 36;

/** How many bytes of time and space these bytes begin with; 0 when they do not. */
function timeLength(bytes: Buffer): number {
  const space = bytes.subarray(0, LONGEST_TIME).indexOf(SPACE);
  return space > 0 && parseEngineTime(bytes.toString('latin1', 0, space)) !== undefined ? space + 1 : 0;
}

/** Makes lines of the bytes of one stream, in which every log entry begins with its time. */
export class LogLineReader {
  readonly #stream: LogLine['stream'];
  #parts: Buffer[] = [];

  constructor(stream: LogLine['stream']) {
    this.#stream = stream;
  }

  /**
   * A whole log entry, as a frame holds it. The engine cuts a long line into several entries, maybe in the middle of a
   * character; only the last one ends the line, and each begins with a time.
   */
  pushEntry(entry: Buffer): LogLine[] {
    return this.push(this.#parts.length === 0 ? entry : entry.subarray(timeLength(entry)));
  }

  /** Bytes that were cut anywhere, as a terminal's log arrives. */
  push(bytes: Buffer): LogLine[] {
    const lines: LogLine[] = [];
    let at = 0;
    for (let newline = bytes.indexOf(NEWLINE); newline !== -1; newline = bytes.indexOf(NEWLINE, at)) {
      this.#parts.push(bytes.subarray(at, newline));
      lines.push(this.#take());
      at = newline + 1;
    }
    if (at < bytes.length) this.#parts.push(bytes.subarray(at));
    return lines;
  }

  /** The last line, when it has no end. */
  end(): LogLine[] {
    return this.#parts.length === 0 ? [] : [this.#take()];
  }

  #take(): LogLine {
    const line = Buffer.concat(this.#parts);
    this.#parts = [];
    const begin = timeLength(line);
    const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
    return {
      stream: this.#stream,
      timeMs: parseEngineTime(line.toString('latin1', 0, begin - 1)) ?? 0,
      text: line.toString('utf8', begin, end),
    };
  }
}
