import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../shared/core/incident.ts';
import type { Pace } from '../../shared/core/pace.ts';
import { nextStep, quietStep } from '../../shared/notify/next-step.ts';
import { aNotice, anIncident } from '../support/notices.ts';

const timing = { groupIntervalMs: 30_000, repeatIntervalMs: 4 * 60 * 60 * 1_000 };
const at = (time: string): string => `2026-03-03T${time}Z`;
const ms = (time: string): number => Date.parse(at(time));

const told: Pace = {
  untold: false,
  told: { at: at('14:02:00'), severity: 'error', resolved: false },
  noticedAt: at('14:02:00'),
  reminders: 0,
  wakes: [],
};
const untold: Pace = { ...told, untold: true };

const firing = (pace: Pace, given: Partial<Incident> = {}): Incident =>
  anIncident({ pace, ...given });

const resolved = (pace: Pace): Incident =>
  firing(pace, {
    open: [],
    resolvedAt: at('14:02:10'),
    latest: aNotice({ phase: 'resolved' }),
    trouble: aNotice(),
  });

const step = (incident: Incident, time: string) => {
  const { tell, remind, lookAgainAt } = nextStep(incident, timing, ms(time));
  return { tell, remind, again: lookAgainAt && new Date(lookAgainAt).toISOString().slice(11, 19) };
};

describe('the next step', () => {
  test.each([
    [
      'a new incident is told at once',
      firing({ untold: true, reminders: 0, wakes: [] }),
      '14:02:00',
      'tell',
      null,
    ],
    [
      'news within the group interval waits for its end',
      firing(untold),
      '14:02:10',
      null,
      '14:02:30',
    ],
    ['news at its end is told', firing(untold), '14:02:30', 'tell', '18:02:00'],
    ['an end waits as well', resolved(untold), '14:02:12', null, '14:02:30'],
    [
      'an end is told, and there is nothing more to come',
      resolved(untold),
      '14:02:30',
      'tell',
      null,
    ],
    ['without news it is the reminder that comes next', firing(told), '14:02:30', null, '18:02:00'],
    ['people are reminded of what fires', firing(told), '18:02:00', 'remind', null],
    ['and never of what is over', resolved(told), '18:02:00', null, null],
  ] as const)('%s', (_, incident, time, does, again) => {
    const next = step(incident, time);

    expect(next.remind ? 'remind' : next.tell ? 'tell' : null).toBe(does);
    expect(next.again).toBe(again);
  });

  test('what gets worse does not wait', () => {
    const [member] = firing(untold).open;
    const worse = firing(untold, { open: member ? [{ ...member, severity: 'critical' }] : [] });

    expect(step(worse, '14:02:01').tell).toBe(true);
  });

  test('what was kept quiet and is over before anybody heard of it is not told at all', () => {
    const quiet = { by: 'silence', why: 'a deployment', since: at('14:02:00') } as const;
    const unheard = resolved({ untold: true, reminders: 0, wakes: [], quiet });

    expect(step(unheard, '15:00:00')).toEqual({ tell: false, remind: false, again: null });
    expect(quietStep(unheard, ms('15:00:00')).lookAgainAt).toBeNull();
  });

  test('what was told is looked at again when the quiet may be over, its end too', () => {
    expect(quietStep(resolved(untold), ms('15:00:00'))).toMatchObject({
      tell: false,
      lookAgainAt: ms('15:00:00'),
    });
  });

  test('a task that failed for good is nothing to be reminded of for longer than half a day', () => {
    const noticedAt = at('23:00:00');
    const long = { ...told, noticedAt };
    const alarm = aNotice({ labels: { kind: 'alarm' } });

    expect(nextStep(firing(long), timing, ms('23:01:00')).lookAgainAt).toBeNull();
    expect(nextStep(firing(long, { latest: alarm }), timing, ms('23:01:00')).lookAgainAt).toBe(
      Date.parse(noticedAt) + timing.repeatIntervalMs,
    );
  });
});
