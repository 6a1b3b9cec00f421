import { printableText } from './printable-text.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Any text as text of an HTML page, in elements and in quoted attributes. */
export const htmlText = (text: string): string => printableText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
