import { stripVTControlCharacters } from 'node:util';
import { describeStep, type BuildMessage, type BuildOutput } from './build-output.ts';
import { readBuildStatus, type BuildStep } from './buildkit-status.ts';

const INTERNAL = /^\[internal\]/;

/** Of what a step writes only the end stands in an error. */
const KEPT_CHARACTERS = 64 * 1024;

/** BuildKit tells of its steps, which run side by side, in messages of their own. */
export class BuildKitOutput implements BuildOutput {
  readonly #told = new Set<string>();
  /** The end of what steps wrote, by digest. */
  readonly #written = new Map<string, string>();
  #failed: BuildStep | undefined;

  read({ id, aux, stream }: BuildMessage): string {
    if (id !== 'moby.buildkit.trace' || typeof aux !== 'string') return stream ?? '';
    const { steps, logs } = readBuildStatus(aux);
    const begun = steps.filter(({ digest, name, isStarted }) => isStarted && !INTERNAL.test(name) && !this.#told.has(digest));
    for (const step of steps) if (step.error !== '' && !/context canceled/.test(step.error)) this.#failed ??= step;
    for (const { digest } of begun) this.#told.add(digest);
    for (const { step, text } of logs) this.#written.set(step, `${this.#written.get(step) ?? ''}${text}`.slice(-KEPT_CHARACTERS));
    return [...begun.map(({ name, cached }) => `${name}${cached ? ' (from the cache)' : ''}\n`), ...logs.map(({ text }) => text)].join('');
  }

  describe(): string {
    if (this.#failed === undefined) return '';
    const written = stripVTControlCharacters(this.#written.get(this.#failed.digest) ?? '');
    return describeStep(this.#failed.name, written.split(/\r?\n/).filter((line) => line.trim() !== ''));
  }
}
