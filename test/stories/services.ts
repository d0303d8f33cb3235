import { expect } from '@jest/globals';
import { hour, minute, openScene, type Scene, textOf, titleOf } from '../support/scene.ts';
import { deployBad, loops, serviceOn, webDefinition } from '../support/web-service.ts';
import type { Story } from './story.ts';

const service = (scene: Scene) => scene.cloud.ecs.services()[0];

export const services: readonly Story[] = [
  {
    name: 'a failed task of a service is told once, never started by us, and resolved when all is quiet and whole',
    async play() {
      const scene = await openScene();
      await serviceOn(scene);
      const [task] = scene.cloud.ecs.tasks({ service: 'web', lastStatus: 'RUNNING' });
      scene.cloud.ecs.crash(task?.taskArn ?? '', 'app', { exitCode: 1 });

      await scene.pass(hour);

      expect(scene.board().map(titleOf)).toEqual([
        '✅ web: The application ended with an error — healthy again',
      ]);
      expect(scene.tally()).not.toHaveProperty(['callDue ecs:RunTask']);
      expect(scene.tally()).toMatchObject({
        'taskStopped ecs:DescribeServices': 1,
        'callDue ecs:DescribeServices': 1,
      });
    },
  },
  {
    name: 'scale-in, deployments and people tell nothing; the deployments keep the index of images right',
    async play() {
      const scene = await openScene();
      await serviceOn(scene);
      await scene.call('ecs', 'UpdateService', {
        cluster: 'prod',
        service: 'web',
        desiredCount: 1,
      });
      await scene.pass(5 * minute);
      await scene.call('ecs', 'UpdateService', {
        cluster: 'prod',
        service: 'web',
        forceNewDeployment: true,
      });
      await scene.pass(10 * minute);
      const [task] = scene.cloud.ecs.tasks({ service: 'web', lastStatus: 'RUNNING' });
      await scene.call('ecs', 'StopTask', {
        cluster: 'prod',
        task: task?.taskArn,
        reason: 'to see',
      });
      await scene.pass(hour);

      const invoked = scene.cloud.lambda.invocations.map((one) => one.function);
      expect(invoked).toEqual(Array.from({ length: 4 }, () => 'serviceChanged'));
      expect(scene.board()).toEqual([]);
    },
  },
  {
    name: 'a crash loop past RUNNING is one message with a count',
    async play() {
      const scene = await openScene(loops('notify'));
      await serviceOn(scene);
      await deployBad(scene);

      await scene.pass(55 * minute);
      scene.cloud.ecs.program({ family: 'web' }, {});
      await scene.pass(3 * minute);

      const stops = scene.cloud.ecs
        .tasks({ service: 'web' })
        .filter(({ stopCode }) => stopCode === 'EssentialContainerExited');
      expect(scene.board()).toHaveLength(1);
      expect(scene.board().map(titleOf)[0]).toContain(
        `crash loop, 3 or more stops in 10m (×${stops.length})`,
      );
      expect(scene.tally()).not.toHaveProperty(['taskStopped ecs:UpdateService']);
    },
  },
  {
    name: 'rollback goes to the last good revision, once, and the incident is over',
    async play() {
      const scene = await openScene(loops('rollback'));
      await serviceOn(scene);
      await deployBad(scene);

      await scene.pass(hour);

      expect(service(scene)?.revision.taskDefinition.revision).toBe(1);
      expect(scene.board().map(titleOf)).toEqual([
        expect.stringMatching(/^✅ web: .* healthy again/),
      ]);
      expect(scene.tally()).toMatchObject({ 'taskStopped ecs:UpdateService': 1 });
    },
  },
  {
    name: 'pause sets the desired count to 0 and tells what it was',
    async play() {
      const scene = await openScene(loops('pause'));
      await serviceOn(scene);
      await deployBad(scene);

      await scene.pass(hour);

      expect(service(scene)?.desiredCount).toBe(0);
      expect(scene.board().map(textOf).join()).toContain('*Desired count before*\\n2');
      expect(scene.board().map(titleOf).join()).toMatch(/crash loop, (paused|already seen to)/);
    },
  },
  {
    name: 'a rollback that may not act is only told',
    async play() {
      const scene = await openScene({ config: 'restart: { crashLoop: { then: rollback } }' });
      await serviceOn(scene);
      await deployBad(scene);

      await scene.pass(30 * minute);

      expect(service(scene)?.revision.taskDefinition.revision).toBe(2);
      expect(scene.cloud.sns.published.map(({ message }) => message).join()).toContain(
        'mode is observe',
      );
      expect(scene.tally()).not.toHaveProperty(['taskStopped ecs:UpdateService']);
    },
  },
  {
    name: 'a service that cannot place its tasks, and a deployment that failed, are told as ECS reports them',
    async play() {
      const scene = await openScene();
      await serviceOn(scene, {
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      });
      scene.cloud.ecs.program({ family: 'web' }, ({ revision }) =>
        revision > 1 ? { cannotStart: 'exec format error' } : {},
      );
      await scene.register(webDefinition);
      await scene.call('ecs', 'UpdateService', {
        cluster: 'prod',
        service: 'web',
        taskDefinition: 'web:2',
      });

      await scene.pass(2 * hour);

      expect(scene.board().map(titleOf).join('\n')).toContain('deployment failed');
      expect(scene.board().every((message) => titleOf(message).startsWith('✅'))).toBe(true);
      expect(scene.tally()).toMatchObject({
        'serviceChanged ecs:DescribeServices': expect.any(Number),
      });
    },
  },
  {
    name: 'a planned retirement is told ahead of time',
    async play() {
      const scene = await openScene();
      scene.cloud.kernel.emit({
        source: 'aws.health',
        'detail-type': 'AWS Health Event',
        detail: {
          eventArn: 'arn:aws:health:us-east-1::event/ECS/AWS_ECS_TASK_PATCHING_RETIREMENT/1',
          service: 'ECS',
          eventTypeCode: 'AWS_ECS_TASK_PATCHING_RETIREMENT',
          eventTypeCategory: 'scheduledChange',
          statusCode: 'upcoming',
          startTime: 'Tue, 10 Mar 2026 09:00:00 GMT',
          affectedEntities: [{ entityValue: 'arn:aws:ecs:us-east-1:123456789012:task/prod/0123' }],
        },
      });

      await scene.pass(10 * minute);

      expect(scene.board()).toHaveLength(1);
      expect(scene.tally()).toMatchObject({ 'retirementPlanned sqs:SendMessage': 1 });
    },
  },
];
