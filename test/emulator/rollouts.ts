import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { tasksOf } from './support/containers.ts';
import { digestOf, push, registry, tellOfPush } from './support/images.ts';
import { aRule, aSchedule, ofRule, ofSchedule } from './support/schedules.ts';
import {
  createService,
  definitionArn,
  primary,
  service,
  tellOfDeployment,
} from './support/services.ts';
import { type Stacks, saying } from './support/stacks.ts';

const repository = 'apps/web';
const next = definitionArn('web', 2);

/** An image that is pushed, the service that runs it, and what else runs the service's family. */
export function aboutRollouts({ cloud, acts }: Stacks): void {
  describe('an image that is pushed', () => {
    beforeAll(async () => {
      await createService(cloud, 'web', repository);
      await aRule(cloud, 'hourly', definitionArn('web', 1));
      await aSchedule(cloud, 'nightly', definitionArn('web', 1));
    });

    test('goes to the service whose policy wants it, by its digest, and is told', async () => {
      await push(cloud, repository, ['1.1.0']);
      await tellOfPush(cloud, repository, '1.1.0');

      await eventually(
        'a new revision',
        () => service(cloud, 'web'),
        ({ taskDefinition }) => taskDefinition === next,
      );
      const { taskDefinition: revision } = await cloud.ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: next }),
      );
      const digest = await digestOf(cloud, repository, '1.1.0');
      expect(revision?.containerDefinitions?.[0]?.image).toBe(
        `${registry}/${repository}:1.1.0@${digest}`,
      );
      await eventually('people are told', acts().told, saying('web: 1.1.0 is being rolled out'));
    });

    test('is out once its tasks run and ECS has said so', async () => {
      await eventually(
        'ECS is done',
        () => primary(cloud, 'web'),
        ({ rolloutState }) => rolloutState === 'COMPLETED',
      );

      await tellOfDeployment(cloud, 'web', 'SERVICE_DEPLOYMENT_COMPLETED', 'completed');
      await eventually('people are told', acts().told, saying('web: 1.1.0 is out'));

      const tasks = await tasksOf(cloud, 'prod', 'web');
      expect(tasks.map(({ taskDefinitionArn }) => taskDefinitionArn)).toEqual([next, next]);
      expect(await service(cloud, 'web')).toMatchObject({ taskDefinition: next, runningCount: 2 });
    });

    test('goes on to the rule and the schedule that run the family, which else stay as they are', async () => {
      const target = { Input: '{}', EcsParameters: { TaskDefinitionArn: next, TaskCount: 1 } };
      const [ruled] = await eventually(
        'a rule that runs the new revision',
        () => ofRule(cloud, 'hourly'),
        ([found]) => found?.EcsParameters?.TaskDefinitionArn === next,
      );
      const scheduled = await eventually(
        'a schedule that runs it',
        () => ofSchedule(cloud, 'nightly'),
        ({ Target }) => Target?.EcsParameters?.TaskDefinitionArn === next,
      );

      expect(ruled).toMatchObject(target);
      expect(scheduled).toMatchObject({
        ScheduleExpression: 'cron(0 4 * * ? *)',
        ScheduleExpressionTimezone: 'Europe/Paris',
        State: 'DISABLED',
        Target: target,
      });
    });
  });
}
