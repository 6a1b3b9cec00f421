/** One option of the command line. */
interface Flag {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** May be given more than once. */
  readonly multiple?: boolean;
  /** What its value is called in the help text. */
  readonly value?: string;
  readonly help: string;
}

export type Flags = Readonly<Record<string, Flag>>;

type ValueOf<F extends Flag> = F['type'] extends 'boolean' ? boolean : F extends { readonly multiple: true } ? readonly string[] : string;

/** The values that were given for a set of options. */
export type FlagValues<F extends Flags> = { readonly [K in keyof F]?: Flag extends F[K] ? boolean | string | readonly string[] : ValueOf<F[K]> };

/** What every command takes, before or after its name. */
export const helpFlags = {
  help: { type: 'boolean', short: 'h', help: 'Show this text' },
} as const;

/** Options that a command has in common with others. Short names that it has for itself mean its own: `logs -f`, `run -p`. */
export const besideOwn = (common: Flags, own: Flags): Flags => {
  const taken = new Set(Object.values(own).map(({ short }) => short));
  return Object.fromEntries(Object.entries(common).map(([name, { short, ...flag }]) => [name, short === undefined || taken.has(short) ? flag : { ...flag, short }]));
};
