import { relative } from 'node:path';
import { collectEvidence } from './collect-evidence.ts';
import { evidenceBlock } from './evidence-block.ts';
import { readRunContext } from './jest-run-context.ts';
import { sectionWith } from './section-of-test.ts';
import { textBeforeFrames } from './text-before-frames.ts';

/** What of a test's result is read and changed. */
export interface JestAssertion {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  /** When it began, in milliseconds since the epoch. */
  readonly startAt?: number | null;
  readonly duration?: number | null;
  failureMessages: string[];
}

/** What of a file's result is read and changed. */
export interface JestFileResult {
  readonly testFilePath: string;
  readonly testResults: readonly JestAssertion[];
  /** All of the file's failures as the reporters on the terminal print them. */
  failureMessage?: string | null;
}

/**
 * Jest reporter for projects that keep an environment of their own: puts what the services of the run's stacks said during
 * a failing test under its error. It prints nothing itself, so it stands before those that do:
 * `reporters: ['seaworthy/reporters/jest', 'default']`. What `seaworthy/jest/environment` has explained stays as it is.
 */
export default class EvidenceReporter {
  readonly #rootDir: string;

  constructor(globalConfig: { readonly rootDir: string }) {
    this.#rootDir = globalConfig.rootDir;
  }

  async onTestResult(_test: object, result: JestFileResult): Promise<void> {
    for (const assertion of result.testResults) {
      const [first, ...rest] = assertion.failureMessages;
      if (assertion.status !== 'failed' || first === undefined || isExplained(first)) continue;
      const block = await this.#block(assertion, result.testFilePath);
      if (block === '') continue;
      assertion.failureMessages = [textBeforeFrames(first, block), ...rest];
      result.failureMessage = sectionWith(result.failureMessage ?? '', [...assertion.ancestorTitles, assertion.title].join(' › '), block);
    }
  }

  async #block({ ancestorTitles, title, startAt, duration }: JestAssertion, testPath: string): Promise<string> {
    const run = readRunContext();
    if (run === undefined || run.unavailable !== undefined || typeof startAt !== 'number') return '';
    const window = { sinceMs: startAt, untilMs: startAt + (duration ?? 0) };
    const stacks = await Promise.all(Object.entries(run.stacks).map(async ([name, { project }]) => await collectEvidence(name, project, window)));
    const test = `${relative(this.#rootDir, testPath)} ${[...ancestorTitles, title].join(' > ')}`;
    return await evidenceBlock(stacks, { during: 'test', root: this.#rootDir, run: run.startedAt, test });
  }
}

/** Whether evidence stands in the text already. */
const isExplained = (text: string): boolean => /^stack .* during this (test|suite|file):$/m.test(text);
