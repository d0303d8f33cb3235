import {
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { register } from './support/containers.ts';
import { eventOf, put } from './support/events.ts';
import { createRepository, digestOf, push } from './support/images.ts';
import { type Stacks, saying } from './support/stacks.ts';

const registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const repository = 'apps/web';
const serviceArn = 'arn:aws:ecs:eu-west-1:111122223333:service/prod/web';

/** An image that is pushed, and the service that runs it. */
export function aboutRollouts({ cloud, acts }: Stacks): void {
  const taskDefinition = async (): Promise<string> => {
    const { services = [] } = await cloud.ecs.send(
      new DescribeServicesCommand({ cluster: 'prod', services: ['web'] }),
    );
    return services[0]?.taskDefinition ?? '';
  };

  /** ECS tells that a deployment of the service has begun. */
  const tellOfDeployment = (): Promise<void> =>
    put(cloud, { ...eventOf('deployment-in-progress.json'), resources: [serviceArn] });

  async function aService(): Promise<void> {
    await createRepository(cloud, repository);
    await push(cloud, repository, ['1.0.0']);
    await register(cloud, 'api', `${registry}/${repository}:1.0.0`);
    await cloud.ecs.send(
      new CreateServiceCommand({
        ...{ cluster: 'prod', serviceName: 'web', taskDefinition: 'api', desiredCount: 1 },
        ...{ launchType: 'FARGATE' },
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
      }),
    );
    await tellOfDeployment();
  }

  describe('an image that is pushed', () => {
    test('goes to the service whose policy wants it, by its digest, and is told', async () => {
      await aService();
      await push(cloud, repository, ['1.1.0']);
      const event = eventOf('images/push.json');
      const digest = await digestOf(cloud, repository, '1.1.0');
      const pushed = { 'repository-name': repository, 'image-tag': '1.1.0' };
      await put(cloud, {
        ...event,
        detail: { ...event.detail, ...pushed, 'image-digest': digest },
      });

      const arn = await eventually('a new revision', taskDefinition, (now) => now.endsWith(':2'));
      const { taskDefinition: revision } = await cloud.ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: arn }),
      );
      expect(revision?.containerDefinitions?.[0]?.image).toBe(
        `${registry}/${repository}:1.1.0@${digest}`,
      );
      await eventually('people are told', acts().told, saying('web: 1.1.0 is being rolled out'));
    });
  });
}
