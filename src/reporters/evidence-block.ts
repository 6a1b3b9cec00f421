import { writeLogFiles } from './artifacts.ts';
import { evidenceText } from './evidence-text.ts';
import type { StackEvidence } from './stack-evidence.ts';

/** What failed, and where whole logs go. */
export interface FailurePlace {
  readonly during: 'test' | 'suite' | 'file';
  /** The folder that `.seaworthy` is made in, absolute. */
  readonly root: string;
  /** Names the run; the same for every test of it. */
  readonly run: string;
  /** Names the test within the run, as people read it. */
  readonly test: string;
}

/** The text under an error for all stacks that a failure concerns; logs that are longer go to files. */
export async function evidenceBlock(stacks: readonly StackEvidence[], { during, root, run, test }: FailurePlace): Promise<string> {
  const blocks = stacks.map(async (stack) => evidenceText(stack, { during, ...(await writeLogFiles(stack.services, { root, run, test, stack: stack.stack })) }));
  return (await Promise.all(blocks)).join('\n\n');
}
