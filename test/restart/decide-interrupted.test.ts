import { describe, expect, test } from '@jest/globals';
import { decide } from '../../shared/restart/decide.ts';
import { yml } from '../support/config.ts';
import { doneBy, interruptedFacts, toldBy } from '../support/restarts.ts';

describe('a task that is about to lose its Spot capacity', () => {
  const config = yml('restart: { mode: act, spotFallback: FARGATE }');

  test('is told of and not started beside itself: a job may not be done twice', () => {
    const decision = decide(interruptedFacts(), config);

    expect(decision.verdict).toBe('expect');
    expect(doneBy(decision)).toEqual(['notify']);
    expect(toldBy(decision).summary).toContain('is then restarted on FARGATE');
  });

  test('opens nothing that somebody would have to close', () => {
    expect(toldBy(decide(interruptedFacts(), config))).toMatchObject({
      phase: 'info',
      severity: 'info',
      counts: false,
      incident: 'prod/report#spot-interruption',
    });
  });

  test('is promised no restart in observe mode', () => {
    expect(toldBy(decide(interruptedFacts(), yml())).summary).toBe('It ends within two minutes.');
  });

  test.each([{ group: 'service:web' }, { startedBy: 'AWS Step Functions' }])(
    'is not told of where somebody else restarts it: %j',
    (owner) => {
      expect(decide(interruptedFacts(owner), config)).toMatchObject({
        verdict: 'ignore',
        actions: [],
      });
    },
  );
});
