import type { ServiceEvidence } from '../engine/lifecycle/evidence.ts';

/** What one stack had to say about one failure, as plain data: it crosses from workers to the main process. */
export interface StackEvidence {
  /** The name a test knows the stack by; the project's where it has no other. */
  readonly stack: string;
  readonly project: string;
  readonly services: readonly ServiceEvidence[];
  /** Why there is nothing to show, when the engine could not be asked. */
  readonly unavailable?: string;
}
