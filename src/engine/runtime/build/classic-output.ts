import { stripVTControlCharacters } from 'node:util';
import { describeStep, type BuildMessage, type BuildOutput } from './build-output.ts';

/** The classic builder prints text: a line for each step, and what its command writes. */
export class ClassicOutput implements BuildOutput {
  #step = '';
  #output = '';

  read({ stream, status }: BuildMessage): string {
    const text = stream ?? (status === undefined ? '' : `${status}\n`);
    // Each step begins with its own line, so what came before belongs to one that succeeded.
    if (/^Step \d+\/\d+ : /.test(text)) {
      this.#step = text.trim();
      this.#output = '';
    } else {
      this.#output += text;
    }
    return text;
  }

  /** Without the builder's own remarks and its red for stderr. */
  describe(): string {
    const lines = stripVTControlCharacters(this.#output)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '' && !/^ ---> |^Removing intermediate container /.test(line));
    return describeStep(this.#step, lines);
  }
}
