import type { EvidenceWindow } from '../engine/lifecycle/evidence.ts';
import type { StackEvidence } from './stack-evidence.ts';

/** Lines per service that are kept for the log file; what is older is counted only. */
const KEPT_LINES = 2_000;

/** A report must not hang on an engine that does not answer. */
const TIMEOUT_MS = 10_000;

/**
 * What a stack said during a window. The engine is loaded here, when something has failed, and not before. Never
 * rejects: a failure report that fails would hide the failure it is about.
 */
export async function collectEvidence(stack: string, project: string, window: EvidenceWindow): Promise<StackEvidence> {
  try {
    const { gatherEvidence } = await import('../engine/index.ts');
    const services = await gatherEvidence(project, { tail: KEPT_LINES, ...window }, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { stack, project, services };
  } catch (error) {
    return { stack, project, services: [], unavailable: error instanceof Error ? error.message : String(error) };
  }
}
