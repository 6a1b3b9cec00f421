const isLetter = (character: string): boolean => /\p{L}/u.test(character);
const isDigit = (character: string): boolean => /[0-9]/.test(character);

/** The number that starts at an index, and where it ends. */
const numberAt = (characters: readonly string[], start: number): { readonly value: bigint; readonly end: number } => {
  let end = start;
  while (end < characters.length && isDigit(characters[end] ?? '')) end += 1;
  return { value: BigInt(characters.slice(start, end).join('') || '0'), end };
};

/** Whether the digits before an index are part of a number that is not zero, so that a zero there counts. */
const followsNumber = (characters: readonly string[], index: number): boolean => {
  for (let before = index - 1; before >= 0 && isDigit(characters[before] ?? ''); before -= 1) if (characters[before] !== '0') return true;
  return false;
};

/**
 * The order in which `docker compose` prints the keys of a YAML mapping: numbers inside names count as numbers
 * (`web2` before `web10`), and what is no letter comes before what is one. It is the order of the library go-yaml.
 */
export const compareNaturally = (one: string, other: string): number => {
  const [a, b] = [Array.from(one), Array.from(other)];
  let afterDigit = false;
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const [x = '', y = ''] = [a[index], b[index]];
    if (x === y) {
      afterDigit = isDigit(x);
      continue;
    }
    const byCode = (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
    if (isLetter(x) && isLetter(y)) return byCode;
    // In the middle of a number the letter ends it, so the number is the smaller one; elsewhere letters come last.
    if (isLetter(x) || isLetter(y)) return isLetter(x) === afterDigit ? -1 : 1;
    const [first, second] = [numberAt(a, index), numberAt(b, index)];
    const significant = (x === '0' || y === '0') && followsNumber(a, index);
    const longer = significant ? first.end - second.end : 0;
    if (longer !== 0) return longer;
    if (first.value !== second.value) return first.value < second.value ? -1 : 1;
    return first.end - second.end || byCode;
  }
  return a.length - b.length;
};
