import { Timestamp } from './tree.ts';

const date = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const withZone = /^(\d{4})-(\d{1,2})-(\d{1,2})[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d\d:\d\d)$/;
const withoutZone = /^(\d{4})-(\d{1,2})-(\d{1,2}) +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?$/;

const two = (number: number): string => String(number).padStart(2, '0');

const daysIn = (year: number, month: number): number => {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/** A zone as Go prints it, or undefined for one that there is not; Go takes an hour of 60 minutes and a day of 24 hours. */
const zoneText = (zone: string): string | undefined => {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (zone === 'Z' || hours * 60 + minutes === 0) return 'Z';
  if (hours > 24 || minutes > 60) return undefined;
  const total = hours * 60 + minutes;
  return `${zone.slice(0, 1)}${two(Math.trunc(total / 60))}:${two(total % 60)}`;
};

/** The point in time that an unquoted scalar is to Compose, or undefined where it is text. */
export const parseTimestamp = (text: string): Timestamp | undefined => {
  const parts = date.exec(text) ?? withZone.exec(text) ?? withoutZone.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return undefined;
  const zone = zoneText(parts[8] ?? 'Z');
  if (zone === undefined) return undefined;
  const fraction = (parts[7] ?? '').slice(0, 9).replace(/0+$/, '');
  const clock = `${two(hour)}:${two(minute)}:${two(second)}${fraction === '' ? '' : `.${fraction}`}`;
  return new Timestamp(text, `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}${zone}`);
};
