import { describe, expect, test } from '@jest/globals';
import type { Scheduled } from '../../shared/core/scheduled.ts';
import { refusing } from '../support/aws-wire.ts';
import { worldAnswering } from '../support/world.ts';

const arn = (name: string): string => `arn:aws:ecs:eu-west-1:123456789012:task-definition/${name}`;
const cluster = 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod';

const nightly: Scheduled = {
  ...{ by: 'schedule', name: 'nightly', group: 'shop' },
  taskDefinition: arn('web:4'),
};
const hourly: Scheduled = {
  ...{ by: 'rule', name: 'hourly', targetId: 'web' },
  taskDefinition: arn('web:4'),
};

/** What UpdateSchedule takes of it. */
const written = (taskDefinition: string) => ({
  ...{ GroupName: 'shop', ScheduleExpression: 'rate(1 day)', StartDate: 1_790_000_000 },
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    ...{ Arn: cluster, RoleArn: 'arn:aws:iam::123456789012:role/r', NewField: { a: [1] } },
    EcsParameters: { TaskDefinitionArn: arn(taskDefinition), TaskCount: 2 },
  },
});

/** And what GetSchedule tells of it besides. */
const schedule = (taskDefinition: string, more: object = {}) => ({
  body: {
    ...{ Arn: 'arn:aws:scheduler:eu-west-1:123456789012:schedule/shop/nightly', Name: 'nightly' },
    CreationDate: 1_780_000_000,
    LastModificationDate: 1_780_000_000 + Number(taskDefinition.split(':')[1]),
    ...written(taskDefinition),
    ...more,
  },
});

const targets = (taskDefinition: string) => ({
  body: {
    Targets: [
      { Id: 'other', Arn: cluster, EcsParameters: { TaskDefinitionArn: arn('report:1') } },
      {
        ...{ Id: 'web', Arn: cluster, NewField: 1 },
        EcsParameters: { TaskDefinitionArn: arn(taskDefinition) },
      },
    ],
  },
});

describe('a schedule is moved', () => {
  test('by writing what was read, but for the task definition', async () => {
    const { world, sent } = worldAnswering(schedule('web:4'), { body: {} }, schedule('web:5'));

    const moved = await world.scheduled.move(nightly, arn('web:5'));

    expect(moved).toEqual({ moved: true });
    expect(sent.map(({ body }) => body)[1]).toEqual(written('web:5'));
  });

  test.each([
    ['where it is already', schedule('web:5'), { moved: true }],
    [
      'not where somebody has brought it elsewhere',
      schedule('web:9'),
      { refused: `it runs ${arn('web:9')} by now` },
    ],
    [
      'not where it is gone',
      refusing('ResourceNotFoundException', 'gone', 404),
      { refused: 'it is gone' },
    ],
  ])('%s, and nothing is written', async (_when, reply, expected) => {
    const { world, sent } = worldAnswering(reply);

    const moved = await world.scheduled.move(nightly, arn('web:5'));

    expect(moved).toEqual(expected);
    expect(sent).toHaveLength(1);
  });

  test('and a change that somebody made at the same time is not taken for ours', async () => {
    const changed = schedule('web:5', { ScheduleExpression: 'rate(2 days)' });
    const { world } = worldAnswering(schedule('web:4'), { body: {} }, changed);

    expect(await world.scheduled.move(nightly, arn('web:5'))).toEqual({
      refused: 'it is not what was meant afterwards: somebody changed it at the same time',
    });
  });
});

describe('a target of a rule is moved', () => {
  test('by itself, as it is on the wire', async () => {
    const done = { body: { FailedEntryCount: 0, FailedEntries: [] } };
    const { world, sent } = worldAnswering(targets('web:4'), done, targets('web:5'));

    const moved = await world.scheduled.move(hourly, arn('web:5'));

    const [, target] = targets('web:5').body.Targets;
    expect(moved).toEqual({ moved: true });
    expect(sent.map(({ body }) => body)[1]).toEqual({ Rule: 'hourly', Targets: [target] });
  });

  test('or says which entry EventBridge refused', async () => {
    const failed = { ErrorCode: 'ConcurrentModificationException', ErrorMessage: 'try again' };
    const refused = { body: { FailedEntryCount: 1, FailedEntries: [failed] } };
    const { world } = worldAnswering(targets('web:4'), refused);

    await expect(world.scheduled.move(hourly, arn('web:5'))).rejects.toThrow(
      'events:PutTargets was refused: ConcurrentModificationException: try again',
    );
  });
});
