import type { Cursor } from './cursor.ts';

/** What stood between two words of a scalar that may span lines. */
export class Gap {
  #blanks = '';
  #firstBreak = '';
  #moreBreaks = '';
  /** Whether a line ended here. */
  hasBreak = false;

  /** A line that ended in a backslash: nothing of the break is left. */
  static ofEscapedBreak(cursor: Cursor): Gap {
    const gap = new Gap();
    cursor.readLine();
    gap.hasBreak = true;
    return gap;
  }

  /** Takes one blank or line break from the text. */
  take(cursor: Cursor): void {
    if (cursor.isBlank()) {
      if (!this.hasBreak) this.#blanks += cursor.peek();
      cursor.skip();
      return;
    }
    if (this.hasBreak) this.#moreBreaks += cursor.readLine();
    else this.#firstBreak = cursor.readLine();
    this.hasBreak = true;
  }

  /** The text that the gap comes to: one line break folds to a space, of several one is dropped. */
  get folded(): string {
    if (!this.hasBreak) return this.#blanks;
    if (this.#firstBreak !== '\n') return this.#firstBreak + this.#moreBreaks;
    return this.#moreBreaks === '' ? ' ' : this.#moreBreaks;
  }
}
