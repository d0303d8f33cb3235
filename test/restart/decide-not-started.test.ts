import { describe, expect, test } from '@jest/globals';
import { decide } from '../../shared/restart/decide.ts';
import { yml } from '../support/config.ts';
import { aLineage, aPlan, doneBy, notStartedFacts, planIn, toldBy } from '../support/restarts.ts';

const config = yml('mode: act');

describe('a RunTask that started nothing', () => {
  test('was an attempt; where the reason may pass, the next one follows after its backoff', () => {
    const decision = decide(notStartedFacts('RESOURCE:MEMORY'), config);

    const { at, plan } = planIn(decision);
    expect(doneBy(decision)).toEqual(['call-later', 'notify']);
    expect(plan.lineage.attempt).toBe(2);
    expect(at).toBe('2026-03-03T14:03:35.000Z');
    expect(toldBy(decision).title).toContain('restarting, attempt 2 of 3');
    expect(toldBy(decision).summary).toContain('RunTask started nothing: RESOURCE:MEMORY.');
  });

  test('shows the attempt to come, not the one before it', () => {
    const fields = [{ name: 'Attempt', value: '1 of 3, at once' }];
    const plan = aPlan({ notice: { ...aPlan().notice, fields } });

    const decision = decide(notStartedFacts('AGENT', { plan }), config);

    expect(toldBy(decision).fields).toEqual([
      { name: 'Attempt', value: expect.stringMatching(/^2 of 3, at /) },
    ]);
  });

  test.each([
    ['ATTRIBUTE', 'a reason that stays'],
    ['InvalidParameterException: no such security group', 'a reason that nobody knows'],
  ])('for %s is reported: %s', (why) => {
    const decision = decide(notStartedFacts(why), config);

    expect(decision.verdict).toBe('report');
    expect(doneBy(decision)).toEqual(['notify']);
    expect(toldBy(decision)).toMatchObject({ severity: 'error', counts: false });
    expect(toldBy(decision).title).toContain('could not be restarted');
  });

  test('is reported when that was the last attempt', () => {
    const plan = aPlan({ lineage: aLineage({ attempt: 3 }) });

    const decision = decide(notStartedFacts('RESOURCE:CPU', { plan }), config);

    expect(decision.verdict).toBe('report');
    expect(doneBy(decision)).toEqual(['notify']);
  });

  test('tells the reason without what it holds of secrets', () => {
    const why = 'refused: password=hunter2hunter2';

    const decision = decide(notStartedFacts(why), config);

    expect(JSON.stringify(decision.actions)).not.toContain('hunter2');
    expect(JSON.stringify(decision.reasons)).not.toContain('hunter2');
  });
});
