import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseFreeze } from '../../shared/config/freeze.ts';
import type { FreezeWindow } from '../../shared/config/types/deploy.ts';
import { freezeAt } from '../../shared/deploy/freeze.ts';

function windowOf(from: string, to: string, timeZone = 'UTC'): FreezeWindow {
  const window = parseFreeze(from, to, timeZone);
  if ('problem' in window) throw new Error(window.problem);
  return window;
}

const paris = 'Europe/Paris';

type Row = readonly [from: string, to: string, timeZone: string, now: string, until: string | null];

const freezes = (rows: readonly Row[]) =>
  test.each(rows)('%s to %s (%s) at %s holds until %s', (from, to, timeZone, now, until) => {
    expect(freezeAt([windowOf(from, to, timeZone)], now)?.until ?? null).toBe(
      until && new Date(until).toISOString(),
    );
  });

describe('a freeze of every week', () => {
  // 2026-11-27 is a Friday.
  freezes([
    ['Fri 16:00', 'Mon 08:00', 'UTC', '2026-11-27T15:59:59Z', null],
    ['Fri 16:00', 'Mon 08:00', 'UTC', '2026-11-27T16:00:00Z', '2026-11-30T08:00:00Z'],
    ['Fri 16:00', 'Mon 08:00', 'UTC', '2026-11-29T12:00:00Z', '2026-11-30T08:00:00Z'],
    ['Fri 16:00', 'Mon 08:00', 'UTC', '2026-11-30T07:59:59Z', '2026-11-30T08:00:00Z'],
    ['Fri 16:00', 'Mon 08:00', 'UTC', '2026-11-30T08:00:00Z', null],
    ['Fri 16:00', 'Mon 08:00', paris, '2026-11-27T15:00:00Z', '2026-11-30T07:00:00Z'],
    ['Fri 16:00', 'Mon 08:00', paris, '2026-11-27T14:59:59Z', null],
    ['Fri 16:00', 'Mon 08:00', 'Asia/Tokyo', '2026-11-27T07:00:00Z', '2026-11-29T23:00:00Z'],
    ['Tue 09:00', 'Tue 17:00', 'UTC', '2026-11-24T10:00:00Z', '2026-11-24T17:00:00Z'],
    ['Tue 17:00', 'Tue 09:00', 'UTC', '2026-11-24T10:00:00Z', null],
    ['Tue 17:00', 'Tue 09:00', 'UTC', '2026-11-24T18:00:00Z', '2026-12-01T09:00:00Z'],
    ['Sun 23:00', 'Mon 01:00', 'UTC', '2026-11-30T00:30:00Z', '2026-11-30T01:00:00Z'],
    ['Mon 00:00', 'Sun 23:59', 'UTC', '2026-11-29T23:59:00Z', null],
  ]);
});

describe('a freeze over a change of the clocks', () => {
  // Paris: 2026-03-29 02:00 becomes 03:00; 2026-10-25 03:00 becomes 02:00.
  freezes([
    ['Fri 16:00', 'Mon 08:00', paris, '2026-03-27T16:00:00Z', '2026-03-30T06:00:00Z'],
    ['Fri 16:00', 'Mon 08:00', paris, '2026-10-23T15:00:00Z', '2026-10-26T07:00:00Z'],
    // The end is a time that clocks skip: half an hour after the change.
    ['Sat 22:00', 'Sun 02:30', paris, '2026-03-28T23:00:00Z', '2026-03-29T01:30:00Z'],
    ['Sat 22:00', 'Sun 02:30', paris, '2026-03-29T01:29:59Z', '2026-03-29T01:30:00Z'],
    ['Sat 22:00', 'Sun 02:30', paris, '2026-03-29T01:30:00Z', null],
    // So is the beginning.
    ['Sun 02:30', 'Sun 06:00', paris, '2026-03-29T01:29:59Z', null],
    ['Sun 02:30', 'Sun 06:00', paris, '2026-03-29T01:30:00Z', '2026-03-29T04:00:00Z'],
    // Clocks show the end twice: the second time ends it.
    ['Sat 22:00', 'Sun 02:30', paris, '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    // Clocks show the beginning twice: the first time begins it.
    ['Sun 02:30', 'Sun 06:00', paris, '2026-10-25T00:29:59Z', null],
    ['Sun 02:30', 'Sun 06:00', paris, '2026-10-25T00:30:00Z', '2026-10-25T05:00:00Z'],
    ['Sun 02:30', 'Sun 06:00', paris, '2026-10-25T01:29:00Z', '2026-10-25T05:00:00Z'],
  ]);
});

describe('a freeze of one time', () => {
  freezes([
    ['2026-12-24', '2027-01-02', 'UTC', '2026-12-23T23:59:59Z', null],
    ['2026-12-24', '2027-01-02', 'UTC', '2026-12-24T00:00:00Z', '2027-01-02T00:00:00Z'],
    ['2026-12-24', '2027-01-02', paris, '2026-12-23T23:00:00Z', '2027-01-01T23:00:00Z'],
    [
      '2026-12-24T18:00Z',
      '2026-12-25T18:00+01:00',
      paris,
      '2026-12-24T18:00:00Z',
      '2026-12-25T17:00:00Z',
    ],
    ['2026-12-24', '2027-01-02', 'UTC', '2027-01-02T00:00:00Z', null],
    ['2026-12-24', '2027-01-02', 'UTC', '2027-12-25T00:00:00Z', null],
    ['2026-03-29 02:30', '2026-03-29 05:00', paris, '2026-03-29T01:29:59Z', null],
    ['2026-10-25 01:00', '2026-10-25 02:30', paris, '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z'],
  ]);
});

describe('several freezes', () => {
  test('that touch or overlap are one, which ends with the last', () => {
    const windows = [
      windowOf('Fri 16:00', 'Sun 12:00'),
      windowOf('Sun 12:00', 'Mon 08:00'),
      windowOf('2026-11-30T06:00', '2026-11-30T20:00'),
      windowOf('Wed 00:00', 'Wed 12:00'),
    ];

    const freeze = freezeAt(windows, '2026-11-28T00:00:00Z');

    expect(freeze).toEqual({ windows: windows.slice(0, 3), until: '2026-11-30T20:00:00.000Z' });
  });

  test('that never end are looked at again after a while', () => {
    const windows = [windowOf('Mon 00:00', 'Fri 00:00'), windowOf('Fri 00:00', 'Mon 00:00')];

    const freeze = freezeAt(windows, '2026-11-28T00:00:00Z');

    expect(freeze?.until).toBe('2027-01-29T00:00:00.000Z');
  });

  test('none is none', () => {
    expect(freezeAt([], '2026-11-28T00:00:00Z')).toBeNull();
  });
});

test('whenever it is, what was frozen has thawed at the time that was told', () => {
  const time = fc
    .tuple(fc.constantFrom('Mon', 'Tue', 'Sat', 'Sun'), fc.nat(23), fc.constantFrom('00', '30'))
    .map(([day, hour, minute]) => `${day} ${String(hour).padStart(2, '0')}:${minute}`);
  const zone = fc.constantFrom(
    'UTC',
    paris,
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
  );
  const window = fc
    .tuple(time, time, zone)
    .filter(([from, to]) => from !== to)
    .map((written) => windowOf(...written));
  const moment = fc.date({
    min: new Date('2026-01-01'),
    max: new Date('2027-12-31'),
    noInvalidDate: true,
  });
  let frozen = 0;

  fc.assert(
    fc.property(fc.array(window, { minLength: 1, maxLength: 3 }), moment, (windows, at) => {
      const freeze = freezeAt(windows, at.toISOString());
      if (!freeze || Date.parse(freeze.until) - at.getTime() > 59 * 86_400_000) return;
      frozen += 1;
      expect(Date.parse(freeze.until)).toBeGreaterThan(at.getTime());
      expect(freezeAt(windows, freeze.until)).toBeNull();
      const justBefore = new Date(Date.parse(freeze.until) - 1).toISOString();
      expect(freezeAt(windows, justBefore)?.until).toBe(freeze.until);
    }),
    { numRuns: 1500 },
  );

  expect(frozen).toBeGreaterThan(300);
});
