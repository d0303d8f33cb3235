export const minuteMs = 60_000;

/** `2026-03-02T09:05:00.000+0000`, as alarms write times. */
export const timestamp = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

/** `02/03/26 09:05:00`, as reasons write times. */
export function shortTime(at: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  const [year = '', month, date] = day.split('-');
  return `${date}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

/** `Monday 02 March, 2026 09:05:00 UTC`, as a composite's reason writes times. */
export function longTime(at: number): string {
  const date = new Date(at);
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(date);
  const day = `${date.getUTCDate()}`.padStart(2, '0');
  const time = date.toISOString().slice(11, 19);
  return `${part({ weekday: 'long' })} ${day} ${part({ month: 'long' })}, ${date.getUTCFullYear()} ${time} UTC`;
}

/** `50.0`: reasons write whole numbers like that. */
export const decimal = (value: number): string =>
  Number.isInteger(value) ? `${value}.0` : `${value}`;
