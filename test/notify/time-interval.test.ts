import { describe, expect, test } from '@jest/globals';
import { mutedByTime } from '../../shared/notify/mute.ts';
import { isIn, nextEdge } from '../../shared/notify/time-interval.ts';
import { yml } from '../support/config.ts';

const intervalsOf = (spans: string) =>
  yml(`notify: { timeIntervals: [{ name: it, timeIntervals: [${spans}] }] }`).notify.timeIntervals;

const isInside = (spans: string, time: string): boolean =>
  intervalsOf(spans).some((interval) => isIn(interval, new Date(time)));

describe('a time interval', () => {
  // 2026-03-03 is a Tuesday.
  test.each([
    [
      'begins with its start',
      '{ times: [{ startTime: "18:00", endTime: "24:00" }] }',
      '2026-03-03T18:00:00Z',
      true,
    ],
    [
      'ends before its end',
      '{ times: [{ startTime: "08:00", endTime: "18:00" }] }',
      '2026-03-03T18:00:00Z',
      false,
    ],
    [
      'lasts until midnight',
      '{ times: [{ startTime: "18:00", endTime: "24:00" }] }',
      '2026-03-03T23:59:59Z',
      true,
    ],
    ['has weekdays by name', '{ weekdays: [tuesday] }', '2026-03-03T12:00:00Z', true],
    [
      'has ranges of them with both ends',
      '{ weekdays: ["monday:friday"] }',
      '2026-03-06T12:00:00Z',
      true,
    ],
    ['begins the week on Sunday', '{ weekdays: ["sunday:monday"] }', '2026-03-01T12:00:00Z', true],
    ['has days of the month', '{ daysOfMonth: ["1:5"] }', '2026-03-05T23:00:00Z', true],
    ['counts negative days from the end', '{ daysOfMonth: [-1] }', '2026-02-28T12:00:00Z', true],
    ['counts them in a leap year, too', '{ daysOfMonth: ["-3:-1"] }', '2028-02-27T12:00:00Z', true],
    ['mixes both', '{ daysOfMonth: ["25:-1"] }', '2026-02-24T12:00:00Z', false],
    [
      'has no 31st where the month has none',
      '{ daysOfMonth: [31] }',
      '2026-04-30T12:00:00Z',
      false,
    ],
    [
      'never reaches into the month before',
      '{ daysOfMonth: ["-31:-30"] }',
      '2026-02-01T12:00:00Z',
      false,
    ],
    ['has months by name', '{ months: [march] }', '2026-03-03T12:00:00Z', true],
    ['has months by number', '{ months: ["1:2"] }', '2026-03-03T12:00:00Z', false],
    ['has years', '{ years: ["2026:2027"] }', '2026-03-03T12:00:00Z', true],
    [
      'needs all that is given',
      '{ weekdays: [tuesday], months: [april] }',
      '2026-03-03T12:00:00Z',
      false,
    ],
    [
      'is any of its entries',
      '{ months: [april] }, { weekdays: [tuesday] }',
      '2026-03-03T12:00:00Z',
      true,
    ],
    [
      'is meant in its time zone',
      '{ weekdays: [wednesday], location: Asia/Tokyo }',
      '2026-03-03T16:00:00Z',
      true,
    ],
    [
      'moves with summer time',
      '{ times: [{ startTime: "09:00", endTime: "10:00" }], location: Europe/Paris }',
      '2026-03-30T07:30:00Z',
      true,
    ],
    [
      'and back',
      '{ times: [{ startTime: "09:00", endTime: "10:00" }], location: Europe/Paris }',
      '2026-03-27T07:30:00Z',
      false,
    ],
  ])('%s', (_, spans, time, inside) => {
    expect(isInside(spans, time)).toBe(inside);
  });
});

describe('what may end or begin an interval next', () => {
  test.each([
    [
      'a time of day',
      '{ times: [{ startTime: "18:00", endTime: "20:00" }] }',
      '2026-03-03T18:30:00Z',
      '2026-03-03T20:00:00.000Z',
    ],
    [
      'midnight, in its own time zone',
      '{ weekdays: [monday], location: America/New_York }',
      '2026-03-03T18:00:00Z',
      '2026-03-04T05:00:00.000Z',
    ],
    [
      'the hour that summer time leaves out',
      '{ times: [{ startTime: "00:00", endTime: "02:30" }], location: Europe/Paris }',
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
  ])('is %s', (_, spans, time, edge) => {
    expect(nextEdge(intervalsOf(spans), new Date(time)).toISOString()).toBe(edge);
  });
});

describe('a route', () => {
  const notify = (route: string) =>
    yml(`
notify:
  route: ${route}
  timeIntervals:
    - { name: nights, timeIntervals: [{ times: [{ startTime: "20:00", endTime: "24:00" }] }, { times: [{ startTime: "00:00", endTime: "07:00" }] }] }
    - { name: weekdays, timeIntervals: [{ weekdays: ["monday:friday"] }] }
`).notify;
  const muted = (route: string, time: string) => {
    const config = notify(route);
    const found = mutedByTime(config.route, config, new Date(time));
    return found && { why: found.why, until: new Date(found.untilMs).toISOString() };
  };

  test('is mute in its mute intervals, over midnight until their end', () => {
    expect(muted('{ muteTimeIntervals: [nights] }', '2026-03-03T22:00:00Z')).toEqual({
      why: 'muted during the time interval nights',
      until: '2026-03-04T07:00:00.000Z',
    });
    expect(muted('{ muteTimeIntervals: [nights] }', '2026-03-03T12:00:00Z')).toBeNull();
  });

  test('is mute outside of its active intervals', () => {
    expect(muted('{ activeTimeIntervals: [weekdays] }', '2026-03-07T12:00:00Z')).toEqual({
      why: 'outside of the time interval weekdays',
      until: '2026-03-09T00:00:00.000Z',
    });
    expect(muted('{ activeTimeIntervals: [weekdays] }', '2026-03-03T12:00:00Z')).toBeNull();
  });

  test('that is muted in all of its active time is looked at again every week or so', () => {
    const both = '{ activeTimeIntervals: [nights], muteTimeIntervals: [nights] }';

    const found = muted(both, '2026-03-03T12:00:00Z');

    expect(found?.until).toBe('2026-03-11T20:00:00.000Z');
  });
});
