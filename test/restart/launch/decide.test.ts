import { describe, expect, test } from '@jest/globals';
import type { TaskLaunched } from '../../../shared/core/signal.ts';
import { decide } from '../../../shared/restart/launch/decide.ts';
import { yml } from '../../support/config.ts';
import { againstIn, doneBy, now, toldBy } from '../../support/restarts.ts';
import { aLaunch, clusterArn, taskArnOf } from '../../support/tasks.ts';

const launched = (given: Partial<TaskLaunched> = {}) =>
  decide(
    {
      of: 'launch/1',
      now,
      signal: {
        kind: 'task-launched',
        id: 'event-1',
        at: now,
        account: '123456789012',
        region: 'eu-west-1',
        launch: aLaunch(),
        taskArns: [],
        failures: [],
        caller: 'scheduler.amazonaws.com',
        ...given,
      },
    },
    yml(),
  );

describe('a launch', () => {
  test('that started tasks is remembered, and nobody is told', () => {
    const decision = launched({ taskArns: [taskArnOf('a'), taskArnOf('b')] });

    expect(decision).toMatchObject({
      verdict: 'remember',
      actions: [
        { do: 'remember-launch', taskArns: [taskArnOf('a'), taskArnOf('b')], launch: aLaunch() },
      ],
    });
  });

  test('that came to nothing is reported: AWS tells nobody', () => {
    const decision = launched({ failures: [{ reason: 'RESOURCE:MEMORY', detail: 'no room' }] });

    expect(decision.verdict).toBe('report');
    expect(toldBy(decision)).toMatchObject({
      incident: 'prod/report#launch-failed',
      phase: 'info',
      severity: 'error',
      counts: true,
      title: 'report: launch failed — no task was started',
      summary: 'RunTask started nothing: RESOURCE:MEMORY, no room.',
      labels: { kind: 'launch', class: 'capacity' },
    });
    expect(toldBy(decision).fields).toContainEqual({
      name: 'Called by',
      value: 'scheduler.amazonaws.com',
    });
  });

  test('that was refused is reported with the refusal, secrets left out', () => {
    const error = { code: 'AccessDeniedException', message: 'not allowed, token=abcdefgh12345678' };

    const decision = launched({ error });

    expect(toldBy(decision).summary).toContain('AccessDeniedException: not allowed');
    expect(JSON.stringify(decision)).not.toContain('abcdefgh12345678');
  });

  test('that started fewer tasks than asked is remembered and reported, as what it is', () => {
    const decision = launched({ taskArns: [taskArnOf('a')], failures: [{ reason: 'AGENT' }] });

    expect(doneBy(decision)).toEqual(['remember-launch', 'notify']);
    expect(toldBy(decision).title).toBe('report: launch failed — only 1 task started');
    expect(toldBy(decision).summary).toBe('RunTask started less than asked: AGENT.');
  });

  test('that failed ten times for one reason says it once', () => {
    const failures = Array.from({ length: 10 }, () => ({ reason: 'RESOURCE:CPU' }));

    expect(toldBy(launched({ failures })).summary).toBe('RunTask started nothing: RESOURCE:CPU.');
  });

  test('that failed without a reason is reported all the same', () => {
    expect(toldBy(launched({ failures: [{}] })).summary).toBe(
      'RunTask started nothing: no reason given.',
    );
  });

  test('of our own that failed is told of by the restart that made it, not twice', () => {
    const decision = launched({
      startedBy: 'deckhand/root/1',
      failures: [{ reason: 'RESOURCE:CPU' }],
    });

    expect(decision).toMatchObject({ verdict: 'ignore', actions: [] });
    expect(againstIn(decision)).toContain('nobody else tells of it');
  });

  test('of our own that worked is remembered like any other', () => {
    const decision = launched({ startedBy: 'deckhand/root/1', taskArns: [taskArnOf('a')] });

    expect(decision.verdict).toBe('remember');
  });

  test('whose request CloudTrail does not tell is reported without a family', () => {
    const decision = launched({
      launch: { cluster: clusterArn, taskDefinition: '' },
      error: { code: 'ClientException', message: 'no' },
    });

    expect(toldBy(decision).incident).toBe('prod/unknown-family#launch-failed');
    expect(toldBy(decision).fields.every(({ value }) => value !== '')).toBe(true);
  });
});
