/** Puts a block of text into an error's text as it is printed, between what is said and where it happened. */
export function textBeforeFrames(text: string, block: string): string {
  if (text.includes(block)) return text;
  const firstFrame = text.search(/\n\s+at /);
  const end = firstFrame < 0 ? text.length : firstFrame;
  return `${text.slice(0, end).trimEnd()}\n\n${block}\n${text.slice(end)}`;
}
