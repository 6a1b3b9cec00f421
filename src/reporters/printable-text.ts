import { stripVTControlCharacters } from 'node:util';

// Control characters but tab and line feed, lone surrogates and the two non-characters: XML 1.0 has no place for
// them (https://www.w3.org/TR/xml/#charsets), so one of them would make a whole JUnit file unreadable.
// eslint-disable-next-line no-control-regex -- removing control characters is the point
const UNPRINTABLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** A container's text as every report can hold it: without terminal colours and without what XML forbids. */
export function printableText(text: string): string {
  return stripVTControlCharacters(text).replace(UNPRINTABLE, '');
}
