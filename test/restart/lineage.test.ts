import { describe, expect, test } from '@jest/globals';
import type { Lineage } from '../../shared/core/decision.ts';
import type { Task } from '../../shared/core/task.ts';
import {
  clientTokenOf,
  priorAttempts,
  rootArnOf,
  startedByOf,
} from '../../shared/restart/lineage.ts';
import { ownerOf } from '../../shared/restart/owner.ts';
import { aLineage, aRestartedTask } from '../support/restarts.ts';
import { aTask, taskArnOf } from '../support/tasks.ts';

const tenMinutes = 600_000;
const prior = (task: Task, lineage: Lineage | null = null, resetAfterMs = tenMinutes) =>
  priorAttempts({ task, owner: ownerOf(task) }, { lineage }, resetAfterMs);

describe('the attempts before a failure', () => {
  test('of a task that stands for itself are none', () => {
    expect(prior(aTask({ startedBy: 'events-rule/nightly' }))).toEqual({
      rootTaskArn: taskArnOf('root'),
      rootStartedBy: 'events-rule/nightly',
      attempt: 0,
      gaveMemory: false,
      incident: null,
    });
  });

  test('of a restarted task are the remembered ones', () => {
    const lineage = aLineage({
      attempt: 2,
      rootStartedBy: 'events-rule/nightly',
      gaveMemory: true,
    });

    expect(prior(aRestartedTask(2), lineage)).toEqual({
      rootTaskArn: taskArnOf('root'),
      rootStartedBy: 'events-rule/nightly',
      attempt: 2,
      gaveMemory: true,
      incident: 'prod/report#application-error',
    });
  });

  test.each([true, false])('tell whether memory was given: %s', (gaveMemory) => {
    const lineage = aLineage({ attempt: 2, gaveMemory });

    expect(prior(aRestartedTask(2), lineage).gaveMemory).toBe(gaveMemory);
  });

  test('are told by startedBy where nothing is remembered; memory is not given again', () => {
    expect(prior(aRestartedTask(2))).toEqual({
      rootTaskArn: taskArnOf('root'),
      rootStartedBy: '',
      attempt: 2,
      gaveMemory: true,
      incident: null,
    });
  });

  test('are told by startedBy where what is remembered is older than the task', () => {
    expect(prior(aRestartedTask(2), aLineage({ attempt: 1 }))).toMatchObject({
      attempt: 2,
      gaveMemory: true,
      incident: 'prod/report#application-error',
    });
  });

  test.each([
    ['14:09:59.999', 2],
    ['14:10:00.000', 0],
  ])('of a task that ran from 14:00 to %s are %i: resetAfter is 10m', (stoppedAt, attempt) => {
    const task = aRestartedTask(2, { stoppedAt: `2026-03-03T${stoppedAt}Z` });

    expect(prior(task, aLineage({ attempt: 2 })).attempt).toBe(attempt);
  });

  test('after a reset belong to a new root, under the rule of the old one', () => {
    const task = aRestartedTask(2, { stoppedAt: '2026-03-03T15:00:00.000Z' });
    const lineage = aLineage({ attempt: 2, rootStartedBy: 'events-rule/nightly' });

    expect(prior(task, lineage)).toMatchObject({
      rootTaskArn: task.taskArn,
      rootStartedBy: 'events-rule/nightly',
      incident: null,
    });
  });

  test('are not forgotten because of a task that never started, even with resetAfter 0s', () => {
    const { startedAt: _, ...task } = aRestartedTask(2);

    expect(prior(task, aLineage({ attempt: 2 }), 0).attempt).toBe(2);
  });
});

describe('the names of a restart', () => {
  test('startedBy tells root and attempt, and is read back', () => {
    const startedBy = startedByOf(taskArnOf('0123456789abcdef0123456789abcdef'), 10);

    expect(startedBy).toBe('deckhand/0123456789abcdef0123456789abcdef/10');
    expect(startedBy.length).toBeLessThanOrEqual(128);
    expect(ownerOf(aTask({ startedBy }))).toMatchObject({
      rootTaskId: '0123456789abcdef0123456789abcdef',
      attempt: 10,
    });
  });

  test.each([
    'arn:aws:ecs:eu-west-1:123456789012:task/prod/',
    'arn:aws:ecs:eu-west-1:123456789012:task/',
  ])('the root of a lineage lived where its tasks live: %s', (place) => {
    expect(rootArnOf(`${place}second`, 'first')).toBe(`${place}first`);
  });

  test('the client token is one per root and attempt, as long as ECS takes', () => {
    const tokens = [
      clientTokenOf(taskArnOf('a'), 1),
      clientTokenOf(taskArnOf('a'), 2),
      clientTokenOf(taskArnOf('b'), 1),
    ];

    expect(new Set(tokens).size).toBe(3);
    expect(tokens.every((token) => token.length === 64)).toBe(true);
    expect(clientTokenOf(taskArnOf('a'), 1)).toBe(tokens[0]);
  });
});
