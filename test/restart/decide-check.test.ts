import { describe, expect, test } from '@jest/globals';
import { known, unknown } from '../../shared/core/known.ts';
import { decide } from '../../shared/restart/decide.ts';
import { yml } from '../support/config.ts';
import { aLineage, aMemory, aPlan, checkFacts, laterIn, toldBy } from '../support/restarts.ts';
import { taskArnOf } from '../support/tasks.ts';

const config = yml('mode: act');

describe('a restarted task that has had its time', () => {
  test('and still runs has proved itself: its incident is over', () => {
    const decision = decide(checkFacts(known('RUNNING')), config);

    expect(decision.verdict).toBe('resolve');
    expect(toldBy(decision)).toMatchObject({
      phase: 'resolved',
      severity: 'info',
      labels: { severity: 'info' },
      counts: false,
      incident: 'prod/report#application-error',
      about: taskArnOf('root'),
      title: 'report: The application ended with an error — runs again',
      summary: 'Restart 1 still runs 10m after it was started.',
    });
  });

  test.each([
    ['has stopped', known('STOPPED')],
    ['is stopping', known('DEPROVISIONING')],
    ['is forgotten', known(null)],
    ['could not be looked up', unknown('ecs:DescribeTasks was denied')],
  ])('and %s resolves nothing: its own event tells', (_, lastStatus) => {
    expect(decide(checkFacts(lastStatus), config)).toMatchObject({
      verdict: 'ignore',
      actions: [],
    });
  });

  test.each(['PROVISIONING', 'PENDING', 'ACTIVATING'])(
    'and is still %s is looked at again, under another id',
    (status) => {
      const decision = decide(checkFacts(known(status)), config);

      expect(decision.verdict).toBe('wait');
      expect(laterIn(decision)).toMatchObject({
        at: '2026-03-03T14:12:05.000Z',
        call: {
          id: `check#${taskArnOf('root')}#1@2026-03-03T14:12:05.000Z`,
          about: { what: 'check' },
        },
      });
    },
  );

  test('is not looked at again when a later attempt has been made', () => {
    const memory = aMemory({ lineage: aLineage({ attempt: 2 }) });

    expect(decide(checkFacts(known('PENDING'), { memory }), config).verdict).toBe('ignore');
  });

  test('is given a minute at least, even with resetAfter 0s', () => {
    const plan = aPlan({ resetAfterMs: 0 });

    const decision = decide(checkFacts(known('PENDING'), { plan }), config);

    expect(laterIn(decision)?.at).toBe('2026-03-03T14:03:05.000Z');
  });

  test.each([
    ['a later attempt has been made', aLineage({ attempt: 2 })],
    ['it was never started', null],
  ])('resolves nothing when %s', (_, lineage) => {
    const facts = checkFacts(known('RUNNING'), { memory: aMemory({ lineage }) });

    expect(decide(facts, config)).toMatchObject({ verdict: 'ignore', actions: [] });
  });
});
