import { closest, distance } from 'fastest-levenshtein';

/** The known name that a misspelt one was most likely meant to be, if any is near enough to be a help. */
export const suggestName = (name: string, known: readonly string[]): string | undefined => {
  if (known.length === 0) return undefined;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '');
  const same = known.find((candidate) => plain(candidate) === plain(name));
  if (same !== undefined) return same;
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.max(1, Math.floor(nearest.length / 3)) ? nearest : undefined;
};

/** `; did you mean "interval"?`, or nothing. */
export const didYouMean = (suggestion: string | undefined): string => (suggestion === undefined ? '' : `; did you mean "${suggestion}"?`);
