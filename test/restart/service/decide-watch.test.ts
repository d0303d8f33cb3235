import { describe, expect, test } from '@jest/globals';
import { known, unknown } from '../../../shared/core/known.ts';
import { readWatch } from '../../../shared/restart/service/calls.ts';
import { decide } from '../../../shared/restart/service/decide.ts';
import { comeBack } from '../../../shared/restart/service/watching.ts';
import { yml } from '../../support/config.ts';
import { laterIn, now, toldBy } from '../../support/restarts.ts';
import { aService, aWatch, sighted, watchFacts } from '../../support/services.ts';

const watched = (given: Parameters<typeof watchFacts>[0] = {}) => decide(watchFacts(given), yml());

describe('a service that is watched', () => {
  test('is over its trouble when it has been quiet and has all its tasks', () => {
    const decision = watched();

    expect(decision.verdict).toBe('resolve');
    expect(toldBy(decision)).toMatchObject({
      phase: 'resolved',
      severity: 'info',
      counts: false,
      incident: 'prod/web#web:7',
      about: 'prod/web#web:7',
      title: 'web: The application ended with an error — healthy again',
      summary: 'Quiet for 10m; 2 of 2 tasks run.',
    });
  });

  test.each([
    ['stops go on', { sightings: sighted(1) }],
    ['a task is missing', { service: known(aService({ runningCount: 1 })) }],
    ['it is paused', { service: known(aService({ desiredCount: 0, runningCount: 0 })) }],
    ['it could not be looked up', { service: unknown('denied') }],
  ])('is watched on while %s', (_, given) => {
    const decision = watched(given);

    expect(decision.verdict).toBe('wait');
    expect(laterIn(decision)?.at).toBe('2026-03-03T14:12:05.000Z');
  });

  test('may be a daemon service without instances', () => {
    const service = aService({ schedulingStrategy: 'DAEMON', desiredCount: 0, runningCount: 0 });

    expect(watched({ service: known(service) }).verdict).toBe('resolve');
  });

  test.each([
    ['is gone', known(null)],
    ['was deleted', known(aService({ status: 'INACTIVE', runningCount: 0 }))],
  ])('that %s is over its trouble, too', (_, service) => {
    const decision = watched({ service, sightings: sighted(5) });

    expect(decision.verdict).toBe('resolve');
    expect(toldBy(decision).title).toContain('the service was deleted');
  });
});

describe('a watch comes back', () => {
  test.each([
    ['2026-03-03T14:00:05.000Z', '2026-03-03T14:12:05.000Z'],
    ['2026-03-02T14:02:05.000Z', '2026-03-03T14:12:05.000Z'],
    ['2026-03-02T14:02:04.000Z', '2026-03-03T15:02:05.000Z'],
    ['2026-02-24T14:02:05.000Z', '2026-03-03T15:02:05.000Z'],
    ['2026-02-24T14:02:04.000Z', undefined],
  ])(
    'since %s at %s: after a window, each hour from the second day, not after a week',
    (since, at) => {
      expect(comeBack(aWatch({ since }), now)[0]?.at).toBe(at);
    },
  );

  test('under an id of its own each time, and is read back whole', () => {
    const [first] = comeBack(aWatch(), now);
    const [second] = comeBack(aWatch(), '2026-03-03T14:12:05.000Z');

    expect(first?.call.id).not.toBe(second?.call.id);
    expect(first && readWatch(first.call)).toEqual(aWatch());
  });
});
