import type { CleanupReport } from './remove-resources.ts';

const counted = (count: number, noun: string): readonly string[] => (count === 0 ? [] : [`${String(count)} ${noun}${count === 1 ? '' : 's'}`]);

/** `2 containers, 1 network`; empty when nothing was removed. */
export const removedText = ({ containersRemoved, networksRemoved, volumesRemoved }: Pick<CleanupReport, 'containersRemoved' | 'networksRemoved' | 'volumesRemoved'>): string =>
  [...counted(containersRemoved.length, 'container'), ...counted(networksRemoved.length, 'network'), ...counted(volumesRemoved.length, 'volume')].join(', ');
