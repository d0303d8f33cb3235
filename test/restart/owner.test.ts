import { describe, expect, test } from '@jest/globals';
import { ownerOf } from '../../shared/restart/owner.ts';
import { readTaskStopped } from '../../shared/wire/task-stopped.ts';
import { eventNamed } from '../support/events.ts';

const taskOf = (path: string) => readTaskStopped(eventNamed(path)).task;

describe('the owner of a task', () => {
  test.each([
    [
      'task-service-scale-in',
      { kind: 'service', name: 'vote', deploymentId: 'ecs-svc/4710983122563089177' },
    ],
    ['task-essential-exit', { kind: 'standalone' }],
    ['task-step-functions', { kind: 'step-functions' }],
    ['task-batch', { kind: 'batch' }],
    ['task-daemon', { kind: 'daemon', name: 'collector' }],
    ['task-scheduled', { kind: 'schedule', name: 'tally-hourly' }],
    ['task-scheduled-cut', { kind: 'schedule', name: 'tally-every-hour-on', cut: true }],
    ['task-rule', { kind: 'rule', name: 'tally-hourly' }],
  ])('%s', (path, owner) => {
    expect(ownerOf(taskOf(path))).toEqual(owner);
  });

  test('is the task it stands for, where we started it', () => {
    const owner = ownerOf({ ...taskOf('task-essential-exit'), startedBy: 'deckhand/0123abcd/12' });

    expect(owner).toEqual({ kind: 'deckhand', rootTaskId: '0123abcd', attempt: 12 });
  });

  test.each([
    'deckhand/0123abcd',
    'deckhand//1',
    'deckhand/0123abcd/one',
    'not-deckhand/0123abcd/1',
    'events-rule/',
  ])('is nobody for %s', (startedBy) => {
    expect(ownerOf({ ...taskOf('task-essential-exit'), startedBy }).kind).toBe('standalone');
  });

  test('is a service by its group alone, or by its deployment alone', () => {
    const { startedBy: _, group: __, ...task } = taskOf('task-essential-exit');

    expect(ownerOf({ ...task, group: 'service:vote' })).toEqual({ kind: 'service', name: 'vote' });
    expect(ownerOf({ ...task, startedBy: 'ecs-svc/1' }).kind).toBe('service');
  });

  test('is Batch by the name of its cluster, before 2021 and after', () => {
    const task = taskOf('task-essential-exit');
    const cluster = (name: string) => `arn:aws:ecs:eu-west-1:111122223333:cluster/${name}`;
    const uuid = '57606a97-48bd-d331-4f24-32ca59d4f52b';

    expect(ownerOf({ ...task, clusterArn: cluster(`AWSBatch-sums-${uuid}`) }).kind).toBe('batch');
    expect(ownerOf({ ...task, clusterArn: cluster(`sums_Batch_${uuid}`) }).kind).toBe('batch');
    expect(ownerOf({ ...task, clusterArn: cluster('my_Batch_jobs') }).kind).toBe('standalone');
  });

  test('is Batch by the variables that only Batch may set', () => {
    const environment = [{ name: 'AWS_BATCH_JOB_ID', value: '1' }, null, { value: 'x' }];

    const owner = ownerOf({
      ...taskOf('task-essential-exit'),
      overrides: { containerOverrides: [{ environment: 'hidden' }, { environment }] },
    });

    expect(owner.kind).toBe('batch');
  });
});
