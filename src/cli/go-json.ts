/** Escapes the characters of JSON that Go escapes, so that it can stand inside HTML and JavaScript. */
export const escapeForGo = (json: string): string => json.replaceAll(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** One line of JSON as Go writes it, so that it can be compared with what other tools print. */
export const goJsonLine = (value: unknown): string => `${escapeForGo(JSON.stringify(value))}\n`;
