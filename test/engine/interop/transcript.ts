import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The real `docker compose`, where set-up found one. */
export const COMPOSE: string | undefined = process.env['COMPOSE_BINARY'];

/** What was done and what was seen, as the page shows it: what differs from run to run is replaced. */
export class Transcript {
  readonly #lines: string[] = [];
  readonly #replace: (text: string) => string;

  constructor(replace: (text: string) => string) {
    this.#replace = replace;
  }

  heading(text: string): void {
    this.#lines.push('', `## ${text}`);
  }

  say(text: string): void {
    this.#lines.push('', text);
  }

  #block(language: string, lines: readonly string[]): void {
    this.#lines.push('', `\`\`\`${language}`, ...lines.map((line) => line.trimEnd()), '```');
  }

  show(language: string, text: string): void {
    this.#block(language, this.#replace(text).trimEnd().split('\n'));
  }

  /** Runs `docker compose` and keeps what it wrote; the lines of its progress come in any order and more than once, so each is kept once, sorted. */
  async compose(...args: readonly string[]): Promise<string> {
    const { stdout, stderr } = await run(COMPOSE ?? '', [...args], { encoding: 'utf8' });
    const progress = [...new Set(stderr.split('\n').map((line) => line.trim()))].filter((line) => /\s(Running|Created|Started|Healthy|Recreated|Removed)$/.test(line)).sort();
    const output = stdout.trimEnd().split('\n').filter((line) => line !== '');
    this.#block('console', [`$ docker compose ${args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg)).join(' ')}`, ...output, ...progress].map((line) => this.#replace(line)));
    return stdout;
  }

  /** Does something with Seaworthy and keeps the code and the value. */
  async seaworthy<T>(code: string, act: () => Promise<T>, show: (value: T) => unknown = () => undefined): Promise<T> {
    const value = await act();
    const shown = show(value);
    this.#block('js', [...code.split('\n'), ...(shown === undefined ? [] : this.#replace(JSON.stringify(shown, null, 1).replace(/\n\s*/g, ' ')).split('\n').map((line) => `// ${line}`))]);
    return value;
  }

  toString(): string {
    return `${this.#lines.join('\n').trim()}\n`;
  }
}
