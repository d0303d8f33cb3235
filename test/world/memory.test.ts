import { describe, expect, test } from '@jest/globals';
import type { Lineage } from '../../shared/core/decision.ts';
import type { Launch } from '../../shared/core/task.ts';
import { refusing } from '../support/aws-wire.ts';
import { aClock, aTable, theEnv, worldAnswering, worldOn } from '../support/world.ts';

const root = 'arn:aws:ecs:eu-west-1:123456789012:task/prod/root';
const second = 'arn:aws:ecs:eu-west-1:123456789012:task/prod/second';

const launch: Launch = {
  cluster: 'prod',
  taskDefinition: 'report:7',
  launchType: 'FARGATE',
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] },
  },
  overrides: { containerOverrides: [{ name: 'report', command: ['--day', ''] }] },
};

const aLineage = (fields: Partial<Lineage> = {}): Lineage => ({
  rootTaskArn: root,
  rootStartedBy: 'tally',
  attempt: 1,
  launch,
  incident: 'prod/report#oom',
  gaveMemory: false,
  ...fields,
});

async function memory() {
  const { requestHandler, sent, answer } = await aTable();
  const clock = aClock();
  return { memory: worldOn({ requestHandler, clock }).memory, clock, sent, answer };
}

const nothing = { launch: null, lineage: null, spent: [], killSwitch: null };

describe('what a restart is decided by', () => {
  test('is nothing where nothing was remembered', async () => {
    const { memory: table } = await memory();

    const facts = await table.restartFacts({ taskArn: root, budgetKey: 'cluster/prod' });

    expect(facts).toEqual(nothing);
  });

  test('is read all at once', async () => {
    const { memory: table, clock, sent } = await memory();
    await table.rememberLaunch([second], launch);
    await table.rememberLineage(aLineage({ attempt: 2 }));
    await table.spend({ key: 'cluster/prod', restarts: 5, windowMs: 600_000 }, 'a');
    clock.pass(1_000);
    await table.spend({ key: 'cluster/prod', restarts: 5, windowMs: 600_000 }, 'b');
    const before = sent.length;

    const facts = await table.restartFacts({
      taskArn: second,
      rootTaskArn: root,
      budgetKey: 'cluster/prod',
    });

    expect(facts).toEqual({
      launch,
      lineage: aLineage({ attempt: 2 }),
      spent: ['2026-03-01T12:00:00.000Z', '2026-03-01T12:00:01.000Z'],
      killSwitch: null,
    });
    expect(sent.slice(before).map(({ action }) => action)).toEqual(['dynamodb:BatchGetItem']);
  });

  test('has the launch of the root task where nobody remembers the task’s own', async () => {
    const { memory: table } = await memory();
    await table.rememberLaunch([root], launch);

    const facts = await table.restartFacts({
      taskArn: second,
      rootTaskArn: root,
      budgetKey: 'cluster/prod',
    });

    expect(facts.launch).toEqual(launch);
  });

  test('is Unavailable, not empty, when the table was too busy to read all of it', async () => {
    const { world } = worldAnswering({
      body: { UnprocessedKeys: { [theEnv.tableName]: { Keys: [{ pk: { S: 'kill-switch' } }] } } },
    });

    const reading = world.memory.restartFacts({ taskArn: root, budgetKey: 'cluster/prod' });

    await expect(reading).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('a lineage', () => {
  test('never goes back to an earlier attempt', async () => {
    const { memory: table } = await memory();
    await table.rememberLineage(aLineage({ attempt: 2 }));

    await table.rememberLineage(aLineage({ attempt: 1 }));

    const { lineage } = await table.restartFacts({ taskArn: root, budgetKey: 'cluster/prod' });
    expect(lineage?.attempt).toBe(2);
  });
});

describe('launches', () => {
  test('are remembered 25 at a call', async () => {
    const { memory: table, sent } = await memory();
    const taskArns = Array.from({ length: 30 }, (_, index) => `${root}${index}`);

    await table.rememberLaunch(taskArns, launch);

    const last = await table.restartFacts({ taskArn: `${root}29`, budgetKey: 'cluster/prod' });
    expect(last.launch).toEqual(launch);
    expect(sent.filter(({ action }) => action === 'dynamodb:BatchWriteItem')).toHaveLength(2);
  });

  test('that were not taken are Unavailable', async () => {
    const left = { [theEnv.tableName]: [{ PutRequest: { Item: { pk: { S: 'task#1' } } } }] };
    const { world } = worldAnswering({ body: { UnprocessedItems: left } });

    const remembering = world.memory.rememberLaunch([root], launch);

    await expect(remembering).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('the kill switch', () => {
  test('is off until somebody puts it into the table', async () => {
    const { memory: table } = await memory();

    const killSwitch = await table.killSwitch();

    expect(killSwitch).toBeNull();
  });

  test('stops everything, even if it does not say by whom', async () => {
    const { memory: table, answer } = await memory();
    const item = { pk: { S: 'kill-switch' }, sk: { S: 'kill-switch' }, why: { S: 'migration' } };
    await answer({
      action: 'dynamodb:PutItem',
      body: { TableName: theEnv.tableName, Item: item },
    });

    const killSwitch = await table.killSwitch();

    const { killSwitch: seen } = await table.restartFacts({ taskArn: root, budgetKey: 'b' });
    expect(killSwitch).toMatchObject({ by: 'somebody', why: 'migration' });
    expect(seen).toEqual(killSwitch);
  });
});

test('a table that cannot be reached or refuses us is Unavailable, with the cause', async () => {
  const { world } = worldAnswering(refusing('AccessDeniedException', 'not authorized'));

  const reading = world.memory.killSwitch();

  await expect(reading).rejects.toMatchObject({
    name: 'Unavailable',
    cause: { name: 'AccessDeniedException' },
  });
});
