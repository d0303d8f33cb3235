import { describe, expect, test } from '@jest/globals';
import { aFargateDefinition, aSmallCloud } from '../../support/local-ecs.ts';

const container = { name: 'app', image: 'nginx', memory: 128 };

describe('a task definition', () => {
  test('keeps every field, unknown ones too, and gains the read-only ones', async () => {
    const { ask } = await aSmallCloud();
    const given = {
      family: 'web',
      containerDefinitions: [
        { ...container, ulimits: [{ name: 'nofile' }], invented: { deep: [1] } },
      ],
      volumes: [{ name: 'data' }],
      runtimePlatform: { cpuArchitecture: 'ARM64' },
      fieldOfTomorrow: 'kept',
    };

    await ask('RegisterTaskDefinition', given);

    const described = await ask('DescribeTaskDefinition', { taskDefinition: 'web' });
    expect(described).toEqual({
      taskDefinition: {
        ...given,
        placementConstraints: [],
        taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1',
        revision: 1,
        status: 'ACTIVE',
        requiresAttributes: expect.any(Array),
        compatibilities: ['EXTERNAL', 'EC2'],
        registeredAt: 1_795_420_800,
        registeredBy: 'arn:aws:iam::123456789012:role/operator',
      },
      tags: [],
    });
  });

  test('is found by family, by revision and by ARN, with tags when asked', async () => {
    const cloud = await aSmallCloud();
    const tags = [{ key: 'team', value: 'shop' }];
    await aFargateDefinition(cloud, 'web', { task: { tags } });
    await aFargateDefinition(cloud, 'web', { task: { tags } });
    const revisionOf = async (taskDefinition: string) =>
      cloud.ask('DescribeTaskDefinition', { taskDefinition, include: ['TAGS'] });

    expect(await revisionOf('web')).toMatchObject({ taskDefinition: { revision: 2 }, tags });
    expect(await revisionOf('web:1')).toMatchObject({ taskDefinition: { revision: 1 }, tags });
    const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1';
    expect(await revisionOf(arn)).toMatchObject({ taskDefinition: { revision: 1 } });
    await expect(revisionOf('web:3')).rejects.toMatchObject({ code: 'ClientException' });
  });

  test('can still be described when INACTIVE, but starts nothing', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    await aFargateDefinition(cloud, 'web');

    await cloud.ask('DeregisterTaskDefinition', { taskDefinition: 'web:2' });

    const old = await cloud.ask('DescribeTaskDefinition', { taskDefinition: 'web:2' });
    const newest = await cloud.ask('DescribeTaskDefinition', { taskDefinition: 'web' });
    const active = await cloud.ask('ListTaskDefinitions', { familyPrefix: 'web' });
    const run = cloud.ask('RunTask', { cluster: 'prod', taskDefinition: 'web:2' });
    expect(old).toMatchObject({
      taskDefinition: { status: 'INACTIVE', deregisteredAt: 1_795_420_800 },
    });
    expect(newest).toMatchObject({ taskDefinition: { revision: 1 } });
    expect(active).toEqual({
      taskDefinitionArns: ['arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1'],
    });
    await expect(run).rejects.toMatchObject({ code: 'ClientException' });
  });

  test.each([
    ['an empty list of tags', { tags: [] }, 'InvalidParameterException'],
    ['no container', { containerDefinitions: [] }, 'InvalidParameterException'],
    ['no family', { family: undefined }, 'InvalidParameterException'],
    [
      'no memory anywhere',
      { containerDefinitions: [{ name: 'a', image: 'b' }] },
      'ClientException',
    ],
    [
      'two containers of one name',
      { containerDefinitions: [container, container] },
      'ClientException',
    ],
    [
      'no essential container',
      { containerDefinitions: [{ ...container, essential: false }] },
      'ClientException',
    ],
    [
      'a dependency on a stranger',
      {
        containerDefinitions: [
          { ...container, dependsOn: [{ containerName: 'nobody', condition: 'START' }] },
        ],
      },
      'ClientException',
    ],
    [
      'Fargate without awsvpc',
      { requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' },
      'ClientException',
    ],
    [
      'a size that Fargate has not',
      { requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc', cpu: '256', memory: '4096' },
      'ClientException',
    ],
  ])('is refused with %s', async (_what, change, code) => {
    const { ask } = await aSmallCloud();

    const refused = ask('RegisterTaskDefinition', {
      family: 'web',
      containerDefinitions: [container],
      ...change,
    });

    await expect(refused).rejects.toMatchObject({ code });
  });

  test.each([
    ['256', '512'],
    ['512', '3072'],
    ['1024', '8192'],
    ['4096', '30720'],
    ['8192', '20480'],
    ['1 vCPU', '2 GB'],
  ])('fits on Fargate with %s and %s', async (cpu, memory) => {
    const cloud = await aSmallCloud();

    const family = aFargateDefinition(cloud, 'web', { task: { cpu, memory } });

    await expect(family).resolves.toBe('web');
  });
});

describe('families', () => {
  test('are listed by prefix, and by whether anything of them is ACTIVE', async () => {
    const cloud = await aSmallCloud();
    for (const family of ['web', 'web-admin', 'report']) await aFargateDefinition(cloud, family);
    await cloud.ask('DeregisterTaskDefinition', { taskDefinition: 'web-admin:1' });

    const all = await cloud.ask('ListTaskDefinitionFamilies', { familyPrefix: 'web' });
    const active = await cloud.ask('ListTaskDefinitionFamilies', { status: 'ACTIVE' });

    expect(all).toEqual({ families: ['web', 'web-admin'] });
    expect(active).toEqual({ families: ['report', 'web'] });
  });
});
