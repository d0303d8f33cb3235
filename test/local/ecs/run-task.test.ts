import { describe, expect, test } from '@jest/globals';
import { aFargateDefinition, aSmallCloud, network, runOne } from '../../support/local-ecs.ts';

const web = {
  cluster: 'prod',
  taskDefinition: 'web',
  launchType: 'FARGATE',
  networkConfiguration: network,
};

async function aCloudWithWeb() {
  const cloud = await aSmallCloud();
  await aFargateDefinition(cloud, 'web', { task: { tags: [{ key: 'team', value: 'shop' }] } });
  return cloud;
}

describe('RunTask with a client token', () => {
  const input = { ...web, clientToken: 'once' };

  test('starts one task however often it is sent', async () => {
    const cloud = await aCloudWithWeb();

    const first = await cloud.ask('RunTask', input);
    await cloud.pass(30);
    const second = await cloud.ask('RunTask', input);

    expect(cloud.ecs.tasks()).toHaveLength(1);
    expect(second.failures).toEqual([]);
    expect(second).toMatchObject({ tasks: [{ taskArn: cloud.ecs.tasks()[0]?.taskArn }] });
    expect(first).toMatchObject({ tasks: [{ lastStatus: 'PROVISIONING', version: 1 }] });
  });

  test('refuses other parameters under the same token', async () => {
    const cloud = await aCloudWithWeb();
    await cloud.ask('RunTask', input);

    const again = cloud.ask('RunTask', { ...input, startedBy: 'somebody-else' });

    await expect(again).rejects.toMatchObject({ code: 'ConflictException' });
    expect(cloud.ecs.tasks()).toHaveLength(1);
  });

  test('forgets the token an hour after the task is over', async () => {
    const cloud = await aCloudWithWeb();
    cloud.ecs.program({ family: 'web' }, { exits: { afterMs: 1_000, code: 1 } });
    await cloud.ask('RunTask', input);
    await cloud.pass(3_600);
    await cloud.ask('RunTask', input);
    const withinTheHour = cloud.ecs.tasks().length;

    await cloud.pass(600);
    await cloud.ask('RunTask', input);

    expect(withinTheHour).toBe(1);
    expect(cloud.ecs.tasks()).toHaveLength(2);
  });

  test('forgets the token after a day while the task runs on', async () => {
    const cloud = await aCloudWithWeb();
    await cloud.ask('RunTask', input);

    await cloud.pass(24 * 3_600);
    await cloud.ask('RunTask', input);

    expect(cloud.ecs.tasks()).toHaveLength(2);
  });

  test('has not used the token up when nothing could be started', async () => {
    const cloud = await aCloudWithWeb();
    cloud.ecs.capacity('FARGATE', false);
    await cloud.ask('RunTask', input);
    cloud.ecs.capacity('FARGATE', true);

    const again = await cloud.ask('RunTask', input);

    expect(again.tasks).toHaveLength(1);
  });
});

describe('RunTask without room', () => {
  test('answers 200 with failures when Fargate has no capacity', async () => {
    const cloud = await aCloudWithWeb();
    cloud.ecs.capacity('FARGATE', false);

    const answer = await cloud.ask('RunTask', web);

    expect(answer).toEqual({
      tasks: [],
      failures: [
        {
          reason:
            'Capacity is unavailable at this time. Please try again later or in a different availability zone',
        },
      ],
    });
  });

  test('takes Spot and on-demand capacity apart', async () => {
    const cloud = await aCloudWithWeb();
    cloud.ecs.capacity('FARGATE_SPOT', false);
    const on = (capacityProvider: string) => ({
      ...web,
      launchType: undefined,
      capacityProviderStrategy: [{ capacityProvider }],
    });

    const spot = await cloud.ask('RunTask', on('FARGATE_SPOT'));
    const onDemand = await cloud.ask('RunTask', on('FARGATE'));

    expect(spot.tasks).toEqual([]);
    expect(onDemand).toMatchObject({ tasks: [{ capacityProviderName: 'FARGATE' }] });
  });

  test('fails as a story wants it to, once', async () => {
    const cloud = await aCloudWithWeb();
    cloud.ecs.failNextRunTask([{ reason: 'RESOURCE:ENI' }]);

    const first = await cloud.ask('RunTask', web);
    const second = await cloud.ask('RunTask', web);

    expect(first).toEqual({ tasks: [], failures: [{ reason: 'RESOURCE:ENI' }] });
    expect(second.tasks).toHaveLength(1);
  });
});

describe('RunTask refuses', () => {
  test.each([
    ['a missing network', { networkConfiguration: undefined }, 'InvalidParameterException'],
    ['more than ten tasks', { count: 11 }, 'InvalidParameterException'],
    ['a startedBy with a space', { startedBy: 'a b' }, 'InvalidParameterException'],
    ['a startedBy of 129 characters', { startedBy: 'x'.repeat(129) }, 'InvalidParameterException'],
    [
      'launch type and strategy together',
      { capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
      'InvalidParameterException',
    ],
    ['a size Fargate has not', { overrides: { memory: '768' } }, 'InvalidParameterException'],
    [
      'an override for a stranger',
      { overrides: { containerOverrides: [{ name: 'nobody' }] } },
      'InvalidParameterException',
    ],
    [
      'a subnet that is not there',
      { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-x'] } } },
      'InvalidParameterException',
    ],
    ['an unknown cluster', { cluster: 'nowhere' }, 'ClusterNotFoundException'],
    ['an unknown task definition', { taskDefinition: 'nothing' }, 'ClientException'],
    ['EC2 without hosts', { launchType: 'EC2' }, 'InvalidParameterException'],
  ])('%s', async (_what, change, code) => {
    const cloud = await aCloudWithWeb();

    const refused = cloud.ask('RunTask', { ...web, ...change });

    await expect(refused).rejects.toMatchObject({ code });
    expect(cloud.ecs.tasks()).toEqual([]);
  });

  test.each([
    ['INACTIVE', 'ClusterNotFoundException'],
    ['PROVISIONING', 'ClientException'],
    ['DEPROVISIONING', 'ClientException'],
    ['FAILED', 'ClientException'],
  ] as const)('a cluster that is %s', async (status, code) => {
    const cloud = await aCloudWithWeb();
    cloud.ecs.clusterStatus('prod', status);

    const refused = cloud.ask('RunTask', web);

    await expect(refused).rejects.toMatchObject({ code });
  });
});

describe('a task keeps', () => {
  test('what it was started with', async () => {
    const cloud = await aCloudWithWeb();

    const answer = await cloud.ask('RunTask', {
      ...web,
      group: 'nightly',
      startedBy: 'deckhand/0123/2',
      enableExecuteCommand: true,
      propagateTags: 'TASK_DEFINITION',
      tags: [{ key: 'attempt', value: '2' }],
    });

    expect(answer).toMatchObject({
      tasks: [
        {
          group: 'nightly',
          startedBy: 'deckhand/0123/2',
          enableExecuteCommand: true,
          tags: [
            { key: 'team', value: 'shop' },
            { key: 'attempt', value: '2' },
          ],
        },
      ],
    });
  });
});

describe('ListTasks', () => {
  test('finds tasks by family, starter and desired status, in pages', async () => {
    const cloud = await aCloudWithWeb();
    await aFargateDefinition(cloud, 'report');
    const report = await runOne(cloud, 'report', { startedBy: 'events-rule/nightly' });
    const first = await runOne(cloud, 'web');
    const second = await runOne(cloud, 'web');
    const list = (input: object) => cloud.ask('ListTasks', { cluster: 'prod', ...input });
    await cloud.ask('StopTask', { cluster: 'prod', task: second });

    expect(await list({ family: 'report' })).toEqual({ taskArns: [report] });
    expect(await list({ startedBy: 'events-rule/nightly' })).toEqual({ taskArns: [report] });
    expect(await list({ desiredStatus: 'STOPPED' })).toEqual({ taskArns: [second] });
    const page = await list({ maxResults: 1 });
    expect(page).toEqual({ taskArns: [report], nextToken: '1' });
    expect(await list({ nextToken: page.nextToken })).toEqual({ taskArns: [first] });
  });
});
