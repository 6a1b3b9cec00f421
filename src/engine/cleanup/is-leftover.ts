import { keepInLabels, ownerInLabels } from '../plan/labels.ts';
import { isDead, type Vantage } from './is-dead.ts';

/** Whether what carries these labels was owned by a process that has certainly ended, and is not kept any more. */
export const isLeftover = (labels: Readonly<Record<string, string>>, vantage: Vantage, nowMs: number): boolean => {
  const owner = ownerInLabels(labels);
  if (owner === undefined || !isDead(owner, vantage)) return false;
  const keep = keepInLabels(labels);
  return keep === undefined || keep.untilMs <= nowMs;
};
