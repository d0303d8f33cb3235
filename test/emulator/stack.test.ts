import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { aws, eventually } from './support/aws.ts';
import { createCluster, register, tasksOf } from './support/containers.ts';
import { eventOf, ofTask, put } from './support/events.ts';
import { type Deployed, deployed } from './support/stacks.ts';

jest.setTimeout(300_000);

/** A restart rule that says how to launch: nothing in the emulator records RunTask calls as CloudTrail does. */
const config = (mode: string): string => `
mode: ${mode}
restart:
  backoff: { initialDelay: 1s, jitter: none }
  rules:
    - match: { cluster: prod }
      launch: { launchType: FARGATE, subnets: [subnet-0a1b2c3d], securityGroups: [sg-0a1b2c3d] }
notify:
  route: { groupInterval: 1s }
  receivers:
    - { name: mail, sns: {} }
`;

const cloud = aws();
let acts: Deployed;
let observes: Deployed;

// Two stacks in one account, so that all that one does is done beside another.
beforeAll(async () => {
  acts = await deployed(cloud, 'acts', config('act'));
  observes = await deployed(cloud, 'observes', config('observe'));
  await createCluster(cloud, 'prod');
  await register(cloud, 'report', 'public.ecr.aws/shop/report:1.4.2', 7);
});

/** What a stack decided about a task that stopped, once it has done all of that. */
async function decisionOn(taskArn: string, { outputs }: Deployed) {
  const command = new GetItemCommand({
    TableName: outputs.TableName,
    Key: { pk: { S: `record#${taskArn}#5` }, sk: { S: 'restart' } },
  });
  const { Item } = await eventually(
    `a closed record of ${taskArn}`,
    () => cloud.dynamodb.send(command),
    ({ Item: item }) => item?.state?.S === 'done',
  );
  return JSON.parse(Item?.decision?.S ?? '{}');
}

const saying = (text: string) => (told: readonly string[]) =>
  told.some((message) => message.includes(text));

describe('a task that failed', () => {
  const event = eventOf('stops/aborted.json');
  const [taskArn = ''] = event.resources;

  test('is written down, started again once and told, however often its event comes', async () => {
    await put(cloud, event);
    await put(cloud, event);

    const decision = await decisionOn(taskArn, acts);
    await eventually('people are told that it runs', acts.told, saying('is on its way'));

    expect(decision.verdict).toBe('restart');
    expect(await tasksOf(cloud, 'prod', 'report')).toMatchObject([
      {
        startedBy: expect.stringMatching(/^deckhand\//),
        taskDefinitionArn: expect.stringMatching(/task-definition\/report:7$/),
      },
    ]);
  });

  test('is only told about where nothing may be done', async () => {
    const decision = await decisionOn(taskArn, observes);
    await eventually('people are told', observes.told, saying('mode is observe'));

    expect(decision.verdict).toBe('report');
    expect(decision.reasons.filter(({ holds }: { holds: boolean }) => !holds)).toEqual([
      expect.objectContaining({ because: 'mode is observe' }),
    ]);
  });

  test('stays as it is while somebody has stopped Deckhand', async () => {
    const other = ofTask(event, '5'.repeat(32));
    await acts.deckhand('stop', '--by', 'ann', '--why', 'the cluster moves');

    await put(cloud, other);
    const decision = await decisionOn(other.resources[0] ?? '', acts);
    await eventually('people are told why', acts.told, saying('stopped by ann'));
    await acts.deckhand('start');

    expect(decision.verdict).toBe('report');
    expect(await tasksOf(cloud, 'prod', 'report')).toHaveLength(1);
  });

  test('stands in the history', async () => {
    const history = await acts.deckhand('history');

    expect(history).toContainEqual(
      expect.objectContaining({ signalId: `${taskArn}#5`, playbook: 'restart' }),
    );
  });
});
