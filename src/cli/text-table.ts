const GAP = 3;

/** In characters, so that an ellipsis counts as one. */
const lengthOf = (text: string): number => Array.from(text).length;

/** Rows under a heading, in columns as wide as they need to be. */
export const textTable = (heading: readonly string[], rows: readonly (readonly string[])[]): string => {
  const all = [heading, ...rows];
  const widths = heading.map((_title, column) => Math.max(...all.map((row) => lengthOf(row[column] ?? ''))));
  const line = (row: readonly string[]): string => row.map((cell, column) => cell + ' '.repeat(column === row.length - 1 ? 0 : (widths[column] ?? 0) - lengthOf(cell) + GAP)).join('');
  return all.map((row) => `${line(row).trimEnd()}\n`).join('');
};
