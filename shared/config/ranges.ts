import type { Range } from './types/notify.ts';

/** Reads `from:to` or one value, or answers `null`; a range that ends before it starts is none. */
export function parseRange(text: string, parse: (text: string) => number | null): Range | null {
  const [first = '', last = first, ...more] = text.split(':');
  const from = parse(first.trim());
  const to = parse(last.trim());
  if (from === null || to === null || more.length > 0) return null;
  // "3:-1" ends where the month does; which of the two is later, only the month tells.
  const isOrdered = Math.sign(from) * Math.sign(to) < 0 ? from > 0 : from <= to;
  return isOrdered ? { from, to } : null;
}

/** Minutes since midnight of `18:30`. */
export function parseTime(text: string): number | null {
  const [, hours, minutes] = /^(\d\d):([0-5]\d)$/.exec(text) ?? [];
  const value = Number(hours) * 60 + Number(minutes);
  return value <= 1440 ? value : null;
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** 0 is Sunday. */
export function parseWeekday(text: string): number | null {
  const index = weekdays.indexOf(text.toLowerCase());
  return index < 0 ? null : index;
}

export function parseMonth(text: string): number | null {
  const index = months.indexOf(text.toLowerCase());
  return index < 0 ? integer(text, (month) => month >= 1 && month <= 12) : index + 1;
}

export const parseDayOfMonth = (text: string): number | null =>
  integer(text, (day) => day !== 0 && Math.abs(day) <= 31);

export const parseYear = (text: string): number | null =>
  integer(text, (year) => year >= 1970 && year <= 9999);

function integer(text: string, isAllowed: (value: number) => boolean): number | null {
  return /^-?\d+$/.test(text) && isAllowed(Number(text)) ? Number(text) : null;
}
