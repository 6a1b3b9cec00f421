const COLOUR = String.raw`\u001B\[[0-9;]*m`;

/**
 * Adds a block at the end of what Jest prints about one test, in the text about all failures of a file. `name` is as it
 * stands there, suites and test; another test's name may begin as it does.
 */
export function sectionWith(text: string, name: string, block: string): string {
  // A terminal's colours may stand at the end of a heading and before the mark of the next one.
  const start = text.search(new RegExp(`● ${escaped(name)}(?:${COLOUR})*$`, 'm'));
  if (start < 0) return text;
  const next = text.slice(start).search(new RegExp(`\n(?:${COLOUR})* {2}● `));
  const end = next < 0 ? text.length : start + next;
  const indented = block.replace(/^(?=.)/gm, '    ');
  return `${text.slice(0, end).trimEnd()}\n\n${indented}\n${text.slice(end)}`;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
