/** Where a container's secrets stand. */
export interface SecretSources {
  /** `NAME=value`, as the engine has a container's environment. */
  readonly environment: readonly string[];
  /** The contents of its secrets. */
  readonly secrets: readonly string[];
  /** What anybody may read and is no secret, whatever has the same value: the names of the service and its image. */
  readonly open: readonly string[];
}

/** Shorter ones are in too many words to be taken out of a text. */
const SHORTEST = 4;

const SECRET_WORDS = new Set(['PASSWORD', 'PASSWD', 'PASSPHRASE', 'PASS', 'SECRET', 'SECRETS', 'TOKEN', 'TOKENS', 'KEY', 'KEYS', 'APIKEY', 'CREDENTIAL', 'CREDENTIALS']);
const SECRET_END = /(PASSWORD|PASSWD|SECRET|TOKEN|APIKEY)$/;
/** What says something of a secret, as where it is or how long it lasts, is none. */
const ABOUT_SECRETS = new Set(['FILE', 'PATH', 'DIR', 'TTL', 'EXPIRY', 'EXPIRES', 'LENGTH', 'SIZE', 'COUNT', 'NAME', 'TYPE', 'ALGORITHM', 'TIMEOUT', 'ENABLED']);
const SWITCHES = new Set(['true', 'false', 'none', 'null', 'auto', 'random']);

/** Whether the name of a variable says that its value is a secret: `DB_PASSWORD`, `apiKey`, `GITHUB_TOKEN`. */
export const looksSecret = (name: string): boolean => {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase().split(/[^A-Z0-9]+/);
  if (ABOUT_SECRETS.has(words.at(-1) ?? '')) return false;
  return words.some((word) => SECRET_WORDS.has(word) || SECRET_END.test(word));
};

/** The password in a URL, as written and as meant. */
const passwordsIn = (value: string): readonly string[] => {
  const written = /^[a-z][a-z0-9+.-]*:\/\/[^:/@\s]*:([^@/\s]+)@/i.exec(value)?.[1];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written]; // Not percent-encoded, whatever the scheme asks for.
  }
};

const split = (entry: string): readonly [name: string, value: string] => {
  const at = entry.indexOf('=');
  return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
};

/** A key of several lines is written line by line. */
const linesOf = (text: string): readonly string[] => text.split('\n').map((line) => line.trim());

/**
 * The texts that must not stand in a report. What also stands where anybody may read it is none of them: with
 * `POSTGRES_USER: postgres`, a password `postgres` protects nothing, and a log without that word says little.
 */
export const secretValues = ({ environment, secrets, open }: SecretSources): readonly string[] => {
  const entries = environment.map(split);
  const known = new Set([...open, ...entries.flatMap(([name, value]) => (looksSecret(name) ? [] : [value]))]);
  const fromVariables = entries.flatMap(([name, value]) => [...(looksSecret(name) ? linesOf(value) : []), ...passwordsIn(value)]).filter((value) => !known.has(value) && !SWITCHES.has(value.toLowerCase()));
  return [...new Set([...fromVariables, ...secrets.flatMap(linesOf)])].filter((value) => value.length >= SHORTEST);
};
