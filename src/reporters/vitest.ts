import type { Reporter, TestCase, TestModule, TestProject, TestSuite, Vitest } from 'vitest/node';
import { attachToError, type ReportedError } from './attach-to-error.ts';
import { collectEvidence } from './collect-evidence.ts';
import { evidenceBlock, type FailurePlace } from './evidence-block.ts';
import { writeJobSummary, type SummarisedFailure } from './job-summary.ts';
import { providedStacks } from './provided-stacks.ts';
import { runName } from './run-name.ts';
import type { StackEvidence } from './stack-evidence.ts';
import { takeTaskEvidence } from './task-evidence.ts';

/** Something that failed, and when: what a block of evidence is gathered for and put under. */
interface Failure {
  readonly during: FailurePlace['during'];
  readonly name: string;
  readonly error: ReportedError;
  readonly project: TestProject;
  readonly startMs: number;
  readonly durationMs: number;
  /** What the worker left: evidence of stacks that are gone by now. */
  readonly carried: readonly StackEvidence[];
}

/**
 * Vitest reporter that prints nothing itself: it puts what the services of a stack said during a failing test under
 * that test's error, where the terminal, JUnit, JSON, HTML and GitHub reporters all find it. Passing tests cost
 * nothing. `seaworthy/vitest/plugin` adds it; by hand it is `reporters: ['default', 'seaworthy/reporters/vitest']`.
 *
 * Evidence is gathered as soon as a failure is known, while the stack still is as it was, but attached only when the
 * file has ended: until then other reporters print messages as one-line summaries.
 */
export default class EvidenceReporter implements Reporter {
  #vitest: Vitest | undefined;
  #run = '';
  /** By file: what is being gathered, each resolving with the deed that attaches it. */
  readonly #gathering = new Map<string, Promise<() => void>[]>();
  #summary: SummarisedFailure[] = [];

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunStart(): void {
    this.#summary = [];
    this.#run = runName();
  }

  async onTestCaseResult(test: TestCase): Promise<void> {
    // Taken from passing tests too: a retry that passed leaves what its failed attempt said.
    const carried = takeTaskEvidence(test.meta());
    const result = test.result();
    const diagnostic = test.diagnostic();
    // With retries there is one error per attempt; the last one gets the block, for all of them.
    const error = result.state === 'failed' ? result.errors.at(-1) : undefined;
    if (error === undefined || diagnostic === undefined) return;
    const name = `${test.module.relativeModuleId} ${test.fullName}`;
    await this.#gather(test.module.id, { during: 'test', name, error, project: test.project, startMs: diagnostic.startTime, durationMs: diagnostic.duration, carried });
  }

  async onTestSuiteResult(suite: TestSuite): Promise<void> {
    await this.#gatherForHooks(suite, suite.module, 'suite', `${suite.module.relativeModuleId} ${suite.fullName}`);
  }

  async onTestModuleEnd(module: TestModule): Promise<void> {
    await this.#gatherForHooks(module, module, 'file', module.relativeModuleId);
    const gathering = this.#gathering.get(module.id) ?? [];
    this.#gathering.delete(module.id);
    // At the latest after this await the other reporters have printed their summary of the file.
    for (const attach of await Promise.all(gathering)) attach();
  }

  async onTestRunEnd(): Promise<void> {
    await writeJobSummary(this.#summary);
  }

  /** A suite's own errors are those of its hooks. One that failed before it began, as at import, has no window. */
  async #gatherForHooks(suite: TestSuite | TestModule, module: TestModule, during: 'suite' | 'file', name: string): Promise<void> {
    const error = suite.errors().at(-1);
    const result = this.#vitest?.state.idMap.get(suite.id)?.result;
    if (error === undefined || result?.startTime === undefined) return;
    await this.#gather(module.id, { during, name, error, project: suite.project, startMs: result.startTime, durationMs: result.duration ?? 0, carried: [] });
  }

  async #gather(moduleId: string, failure: Failure): Promise<void> {
    const gathered = this.#evidenceOf(failure).then((block) => () => {
      if (block === '') return;
      this.#summary.push({ name: failure.name, text: `${failure.error.message}\n\n${block}` });
      attachToError(failure.error, block);
    });
    this.#gathering.set(moduleId, [...(this.#gathering.get(moduleId) ?? []), gathered]);
    await gathered;
  }

  async #evidenceOf(failure: Failure): Promise<string> {
    const window = { sinceMs: failure.startMs, untilMs: failure.startMs + failure.durationMs };
    // A stack that the test broke is whole again by now; the worker looked at it before.
    const asked = providedStacks(failure.project.getProvidedContext()).filter(([, { project }]) => !failure.carried.some((stack) => stack.project === project));
    const live = asked.map(([name, snapshot]) => collectEvidence(name, snapshot.project, window));
    const stacks = [...(await Promise.all(live)), ...failure.carried];
    return await evidenceBlock(stacks, { during: failure.during, root: failure.project.vitest.config.root, run: this.#run, test: failure.name });
  }
}
