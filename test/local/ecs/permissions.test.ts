import { describe, expect, test } from '@jest/globals';
import type { Body } from '../../../local/cloud/types.ts';
import { aFargateDefinition, aSmallCloud, network } from '../../support/local-ecs.ts';

const arn = (resource: string) => `arn:aws:ecs:eu-west-1:123456789012:${resource}`;
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const inProd = { 'ecs:cluster': arn('cluster/prod') };
const passing = (name: string) => ({
  action: 'iam:PassRole',
  resource: role(name),
  context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
});

async function asked(action: string, input: Body) {
  const cloud = await aSmallCloud();
  const task = { taskRoleArn: role('task'), executionRoleArn: role('execution') };
  await aFargateDefinition(cloud, 'web', { task });
  return cloud.ecs.service.actions[action]?.permissions?.(input, cloud.kernel);
}

describe('IAM is asked', () => {
  test('for RunTask about the revision, the roles and the tags', async () => {
    const permissions = await asked('RunTask', {
      cluster: 'prod',
      taskDefinition: 'web',
      networkConfiguration: network,
      overrides: { taskRoleArn: role('other') },
      tags: [{ key: 'attempt', value: '1' }],
    });

    expect(permissions).toEqual([
      { action: 'ecs:RunTask', resource: arn('task-definition/web:1'), context: inProd },
      passing('other'),
      passing('execution'),
      {
        action: 'ecs:TagResource',
        resource: arn('task/prod/*'),
        context: { 'ecs:CreateAction': 'RunTask' },
      },
    ]);
  });

  test('for UpdateService about the roles only when the task definition changes', async () => {
    const input = { cluster: 'prod', service: 'web' };

    const counted = await asked('UpdateService', { ...input, desiredCount: 0 });
    const redefined = await asked('UpdateService', { ...input, taskDefinition: 'web' });

    const update = {
      action: 'ecs:UpdateService',
      resource: arn('service/prod/web'),
      context: inProd,
    };
    expect(counted).toEqual([update]);
    expect(redefined).toEqual([update, passing('task'), passing('execution')]);
  });

  test.each([
    ['DescribeTasks', { cluster: 'prod', tasks: ['0123'] }, 'task/prod/0123', inProd],
    ['StopTask', { cluster: 'prod', task: '0123' }, 'task/prod/0123', inProd],
    ['ListTasks', { cluster: 'prod' }, 'container-instance/prod/*', inProd],
    ['DescribeServices', { cluster: 'prod', services: ['web'] }, 'service/prod/web', inProd],
    ['ListServiceDeployments', { cluster: 'prod', service: 'web' }, 'service/prod/web', inProd],
    [
      'DescribeServiceDeployments',
      { serviceDeploymentArns: [arn('service-deployment/prod/web/abc')] },
      'service-deployment/prod/web/abc',
      { ...inProd, 'ecs:service': arn('service/prod/web') },
    ],
  ])('for %s about its own kind of resource', async (action, input, resource, context) => {
    const permissions = await asked(action, input);

    expect(permissions).toEqual([{ action: `ecs:${action}`, resource: arn(resource), context }]);
  });

  test.each(['DescribeTaskDefinition', 'ListClusters', 'DeregisterTaskDefinition'])(
    'for %s about * alone',
    async (action) => {
      const permissions = await asked(action, { taskDefinition: 'web:1' });

      expect(permissions).toBeUndefined();
    },
  );
});
