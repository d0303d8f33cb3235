import { describe, expect, test } from '@jest/globals';
import { aFargateDefinition, aService, aSmallCloud } from '../../support/local-ecs.ts';

describe('clusters', () => {
  test('are counted through, and missing ones named', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    await aService(cloud);
    await cloud.pass(120);

    const answer = await cloud.ask('DescribeClusters', { clusters: ['prod', 'nowhere'] });

    expect(answer).toMatchObject({
      clusters: [
        { clusterName: 'prod', status: 'ACTIVE', runningTasksCount: 2, activeServicesCount: 1 },
      ],
      failures: [{ arn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/nowhere', reason: 'MISSING' }],
    });
  });

  test('are deleted only when empty, and INACTIVE from then on', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    await aService(cloud);
    const early = cloud.ask('DeleteCluster', { cluster: 'prod' });
    await expect(early).rejects.toMatchObject({ code: 'ClusterContainsServicesException' });
    await cloud.ask('DeleteService', { cluster: 'prod', service: 'web', force: true });
    await cloud.pass(120);

    await cloud.ask('DeleteCluster', { cluster: 'prod' });

    const listed = await cloud.ask('ListClusters', {});
    const services = cloud.ask('ListServices', { cluster: 'prod' });
    expect(listed).toEqual({ clusterArns: [] });
    await expect(services).rejects.toMatchObject({ code: 'ClusterNotFoundException' });
  });

  test('use their default strategy for whoever asks for nothing', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    await cloud.ask('PutClusterCapacityProviders', {
      cluster: 'prod',
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [
        { capacityProvider: 'FARGATE', base: 1 },
        { capacityProvider: 'FARGATE_SPOT', weight: 1 },
      ],
    });

    await aService(cloud, { launchType: undefined, desiredCount: 3 });
    await cloud.pass(60);

    const providers = cloud.ecs.tasks().map(({ capacityProviderName }) => capacityProviderName);
    expect(providers).toEqual(['FARGATE', 'FARGATE_SPOT', 'FARGATE_SPOT']);
  });
});

describe('tags', () => {
  test('can be put on, replaced and taken off whatever has an ARN', async () => {
    const { ask } = await aSmallCloud();
    const resourceArn = 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod';
    await ask('TagResource', {
      resourceArn,
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '1' },
      ],
    });

    await ask('TagResource', { resourceArn, tags: [{ key: 'a', value: '2' }] });
    await ask('UntagResource', { resourceArn, tagKeys: ['b'] });

    const listed = await ask('ListTagsForResource', { resourceArn });
    expect(listed).toEqual({ tags: [{ key: 'a', value: '2' }] });
  });

  test('cannot be put on what there is not', async () => {
    const { ask } = await aSmallCloud();
    const resourceArn = 'arn:aws:ecs:eu-west-1:123456789012:cluster/nowhere';

    const refused = ask('TagResource', { resourceArn, tags: [] });

    await expect(refused).rejects.toMatchObject({ code: 'InvalidParameterException' });
  });
});
