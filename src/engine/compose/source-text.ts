/** The text of one Compose file, able to say which line and column an offset is on. */
export class SourceText {
  /** The path as users know it: relative to the working directory where it lies below it. */
  readonly file: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** 1-based line and column of an offset. */
  positionAt(offset: number): { readonly line: number; readonly column: number } {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** One line, 1-based, without its line break. */
  line(number: number): string {
    const starts = this.#starts();
    const start = starts[number - 1] ?? 0;
    return this.text.slice(start, starts[number] ?? this.text.length).replace(/\r?\n$/, '');
  }

  #starts(): number[] {
    if (this.#lineStarts === undefined) {
      this.#lineStarts = [0];
      for (let index = this.text.indexOf('\n'); index >= 0; index = this.text.indexOf('\n', index + 1)) this.#lineStarts.push(index + 1);
    }
    return this.#lineStarts;
  }
}

/** A stretch of a source text. */
export interface Place {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}
