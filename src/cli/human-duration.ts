const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From here on the next larger unit is told: two weeks are not yet "weeks" when they are one. */
const UNITS: readonly { readonly below: number; readonly seconds: number; readonly name: string }[] = [
  { below: MINUTE, seconds: 1, name: 'seconds' },
  { below: HOUR, seconds: MINUTE, name: 'minutes' },
  { below: 2 * DAY, seconds: HOUR, name: 'hours' },
  { below: 14 * DAY, seconds: DAY, name: 'days' },
  { below: 60 * DAY, seconds: 7 * DAY, name: 'weeks' },
  { below: 730 * DAY, seconds: 30 * DAY, name: 'months' },
];

/** A span of time in the words of `docker ps`, as `3 minutes`. */
export const humanDuration = (ms: number): string => {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds < 2) return '1 second';
  if (seconds >= MINUTE && seconds < 2 * MINUTE) return 'About a minute';
  if (seconds >= HOUR && seconds < 1.5 * HOUR) return 'About an hour';
  const unit = UNITS.find(({ below }) => seconds < below);
  if (unit === undefined) return `${String(Math.floor(seconds / (365 * DAY)))} years`;
  const count = unit.name === 'hours' ? Math.round(seconds / HOUR) : Math.floor(seconds / unit.seconds);
  return `${String(count)} ${unit.name}`;
};
