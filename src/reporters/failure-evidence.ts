import type { Stack } from '../engine/lifecycle/stack.ts';
import { collectEvidence } from './collect-evidence.ts';
import { evidenceBlock } from './evidence-block.ts';
import { runName } from './run-name.ts';
import { settle } from './settle.ts';

export interface FailureEvidenceOptions {
  /** The test's name; whole logs that are too long for the text go to a folder of that name below `.seaworthy`. */
  readonly test: string;
  /** When the test began, in milliseconds since the epoch. */
  readonly sinceMs: number;
  /** Names the run in the path of whole logs; default the time now. */
  readonly run?: string;
}

/**
 * What the services of a stack did and said since a test began, as text to stand under its error: for runners that have
 * no entry of their own. Call it when the test has failed, before the stack is taken down. Never rejects: where the
 * engine cannot be asked, the text says why.
 */
export async function failureEvidence(stack: Pick<Stack, 'project'>, { test, sinceMs, run = runName() }: FailureEvidenceOptions): Promise<string> {
  await settle();
  const evidence = await collectEvidence(stack.project, stack.project, { sinceMs, untilMs: Date.now() });
  return evidenceBlock([evidence], { during: 'test', root: process.cwd(), run, test });
}
