import { ApiError } from '../types.ts';

/** The six fields of AWS's cron expressions, each a test of a value. */
export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly isDay: (day: Day) => boolean;
  readonly isYear: (year: number) => boolean;
};

/** A day of the calendar; `month` is 1 to 12. */
export type Day = { readonly year: number; readonly month: number; readonly day: number };

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const weekdays = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** Reads `0 9 ? * MON-FRI *`: minutes, hours, day of month, month, day of week (SUN is 1), year. */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const isOneQuestionMark = (dayOfMonth === '?') !== (dayOfWeek === '?');
  if (fields.length !== 6 || !isOneQuestionMark) throw invalid(`cron(${text})`);
  const isMonth = among(month, 1, 12, months);
  const isDayOfMonth = dayOfMonthTest(dayOfMonth);
  const isDayOfWeek = dayOfWeekTest(dayOfWeek);
  return {
    minutes: values(minutes, 0, 59),
    hours: values(hours, 0, 23),
    isDay: (day) => isMonth(day.month) && isDayOfMonth(day) && isDayOfWeek(day),
    isYear: among(year, 1970, 2199),
  };
}

export const invalid = (expression: string): ApiError =>
  new ApiError('ValidationException', `Invalid Schedule Expression ${expression}.`);

export const lastDayOf = ({ year, month }: Day): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/** 1 is Sunday. */
const weekdayOf = ({ year, month, day }: Day): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

function dayOfMonthTest(field: string): (day: Day) => boolean {
  if (field === '?') return () => true;
  if (field === 'L') return (day) => day.day === lastDayOf(day);
  const isIn = among(field, 1, 31);
  return ({ day }) => isIn(day);
}

function dayOfWeekTest(field: string): (day: Day) => boolean {
  if (field === '?') return () => true;
  const [, nth, week] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  if (nth && week) {
    const isIn = among(nth, 1, 7, weekdays);
    return (day) => isIn(weekdayOf(day)) && Math.ceil(day.day / 7) === Number(week);
  }
  const [, last] = /^(\w+)L$/.exec(field) ?? [];
  if (last) {
    const isIn = among(last, 1, 7, weekdays);
    return (day) => isIn(weekdayOf(day)) && day.day > lastDayOf(day) - 7;
  }
  const isIn = among(field, 1, 7, weekdays);
  return (day) => isIn(weekdayOf(day));
}

function values(field: string, min: number, max: number): number[] {
  const isIn = among(field, min, max);
  return Array.from({ length: max - min + 1 }, (_, index) => min + index).filter(isIn);
}

/** `*`, `5`, `1-5`, `0/15`, `MON-FRI`, and lists of these. */
function among(
  field: string,
  min: number,
  max: number,
  names: readonly string[] = [],
): (value: number) => boolean {
  const number = (text: string): number => {
    const named = names.indexOf(text.toUpperCase());
    const value = named < 0 ? Number(text) : named + min;
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw invalid(`with ${field}`);
  };
  const tests = field.split(',').map((part) => {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range === '*' ? [`${min}`, `${max}`] : range.split('-');
    const start = number(from);
    const end = to === undefined ? (step === undefined ? start : max) : number(to);
    const every = step === undefined ? 1 : Number(step);
    if (!(every > 0)) throw invalid(`with ${field}`);
    return (value: number) => value >= start && value <= end && (value - start) % every === 0;
  });
  return (value) => tests.some((test) => test(value));
}
