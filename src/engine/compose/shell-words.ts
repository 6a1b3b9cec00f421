/** A command line whose quotes or parentheses do not close. */
export class ShellWordsError extends Error {
  constructor(line: string) {
    super(`the command line ${JSON.stringify(line)} has a quote, backslash or parenthesis that is not closed; close it or write the command as a list`);
    this.name = 'ShellWordsError';
  }
}

/** What the splitter is inside of. They are independent of each other, as in the splitter that Compose uses. */
interface Quoting {
  single: boolean;
  double: boolean;
  backtick: boolean;
  parenthesis: boolean;
}

const isOpen = (quoting: Quoting): boolean => quoting.single || quoting.double || quoting.backtick || quoting.parenthesis;

/**
 * Splits a command line into words as Compose does: quotes and backslashes are honoured, nothing is expanded, and an
 * unquoted `;`, `&`, `|`, `<` or `>` ends the command. No shell is run.
 *
 * @throws ShellWordsError
 */
export const splitShellWords = (line: string): readonly string[] => {
  const words: string[] = [];
  const quoting: Quoting = { single: false, double: false, backtick: false, parenthesis: false };
  let word = '';
  let started = false;
  let escaped = false;
  for (const character of line) {
    if (escaped) {
      word += character;
      escaped = false;
      started = true;
    } else if (character === '\\' && !quoting.single) {
      escaped = true;
    } else if (/[ \t\r\n]/.test(character)) {
      if (isOpen(quoting)) word += character;
      else {
        if (started) words.push(word);
        word = '';
        started = false;
      }
    } else if (toggleQuote(character, quoting)) {
      if (!quoting.single && !quoting.double) started = true;
    } else if (!isOpen(quoting) && /[;&|<>]/.test(character)) {
      // `2>file`: the number belongs to the redirection, not to the command.
      if (character === '>' && /^[0-9]/.test(word)) started = false;
      break;
    } else {
      if (!toggleSubstitution(character, quoting, word)) throw new ShellWordsError(line);
      word += character;
      started = true;
    }
  }
  if (escaped || isOpen(quoting)) throw new ShellWordsError(line);
  if (started) words.push(word);
  return words;
};

/** True for a quote that opens or closes and is not part of the word. */
const toggleQuote = (character: string, quoting: Quoting): boolean => {
  if (quoting.parenthesis) return false;
  if (character === '"' && !quoting.single) quoting.double = !quoting.double;
  else if (character === "'" && !quoting.double) quoting.single = !quoting.single;
  else return false;
  return true;
};

/** Backticks and `$( )` keep their text together, though nothing runs it. False for a parenthesis that may not stand there. */
const toggleSubstitution = (character: string, quoting: Quoting, word: string): boolean => {
  if (quoting.single || quoting.double) return true;
  if (character === '`' && !quoting.parenthesis) quoting.backtick = !quoting.backtick;
  if (quoting.backtick) return true;
  if (character === ')') quoting.parenthesis = !quoting.parenthesis;
  if (character !== '(') return true;
  if (quoting.parenthesis || !word.endsWith('$')) return false;
  quoting.parenthesis = true;
  return true;
};
