import type { TimelineEntry } from '../engine/lifecycle/stack.ts';

/** What a timeline is drawn of: a stack, or the error of an `up` that failed. */
export interface TimelineSubject {
  readonly project?: string;
  readonly timeline?: readonly TimelineEntry[];
  /** Of an error: what is shown beside the failing moment. */
  readonly message?: string;
}

/** What the subject is called. */
export const titleOf = ({ project }: TimelineSubject): string => (project === undefined ? 'stack' : `stack ${project}`);
