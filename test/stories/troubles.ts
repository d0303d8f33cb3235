import { expect } from '@jest/globals';
import type { Body } from '../../local/cloud/types.ts';
import { costOf, total } from '../support/costs.ts';
import { hour, minute, openScene, type Scene, threadOf } from '../support/scene.ts';
import { deployBad, serviceOn, webDefinition } from '../support/web-service.ts';
import type { Story } from './story.ts';

const healthyAgain = (cause: string) => `✅ web: ${cause} — healthy again`;

/** One stop that is looked into, told, watched and resolved; the log is read where a container has run. */
const oneStop = {
  'taskStopped dynamodb:UpdateItem': 5,
  'taskStopped ecs:DescribeTaskDefinition': 1,
  'taskStopped ecs:DescribeServices': 1,
  'taskStopped sqs:SendMessage': 2,
  'callDue dynamodb:UpdateItem': 3,
  'callDue ecs:DescribeServices': 1,
  'callDue dynamodb:GetItem': 1,
  'callDue sqs:SendMessage': 1,
  'noticeDue dynamodb:GetItem': 2,
  'noticeDue dynamodb:Query': 2,
  'noticeDue sqs:SendMessage': 1,
  'noticeDue ssm:GetParameter': 2,
  'noticeDue slack:chat.postMessage': 2,
  'noticeDue slack:chat.update': 1,
  'noticeDue dynamodb:PutItem': 2,
};
const log = { 'taskStopped logs:GetLogEvents': 1 };

/** A service one of whose tasks comes to harm, and which ECS mends. */
const mended = (
  words: string,
  cause: string,
  cost: { readonly [call: string]: number },
  harm: (scene: Scene) => Promise<void> | void,
  more: Body = {},
): Story => ({
  name: `${words}: told once with why, left to ECS, and resolved`,
  async play() {
    const scene = await openScene();
    await serviceOn(scene, more);

    await harm(scene);
    await scene.pass(hour);

    expect(scene.titles()).toEqual([healthyAgain(cause)]);
    expect(threadOf(scene)).toEqual([expect.stringContaining('×1  web: ')]);
    expect(scene.tally()).toEqual(total(costOf.deployed, cost));
    expect(scene.cloud.deadLetters()).toEqual([]);
  },
});

const aTaskOf = (scene: Scene): string =>
  scene.cloud.ecs.tasks({ service: 'web', lastStatus: 'RUNNING' })[0]?.taskArn ?? '';

const targetGroup =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef';

export const troubles: readonly Story[] = [
  mended(
    'a container of a service fails',
    'The application ended with an error',
    total(oneStop, log),
    (scene) => scene.cloud.ecs.crash(aTaskOf(scene), 'app', { exitCode: 1 }),
  ),
  mended(
    'Spot takes a task of a service back',
    'Spot capacity was taken back, or there was none to be had',
    total(oneStop, log),
    (scene) => scene.cloud.ecs.reclaimSpot(aTaskOf(scene)),
    {
      launchType: undefined,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    },
  ),
  {
    name: 'a task that fails its load balancer, and one that fails its own health check, are two conversations',
    async play() {
      const scene = await openScene();
      const [app] = [webDefinition.containerDefinitions].flat();
      scene.cloud.ecs.program({ family: 'web' }, ({ earlier }) =>
        earlier === 0
          ? { targetUnhealthyAfterMs: 10 * minute }
          : earlier === 1
            ? { unhealthyAfterMs: 40 * minute }
            : {},
      );
      const healthCheck = { command: ['CMD', '/healthy'], interval: 10, retries: 2, timeout: 5 };
      await serviceOn(
        scene,
        {
          loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'app', containerPort: 80 }],
        },
        { containerDefinitions: [{ ...(typeof app === 'object' ? app : {}), healthCheck }] },
      );

      await scene.pass(2 * hour);

      expect(scene.titles()).toEqual([
        healthyAgain('The load balancer found the task unhealthy'),
        healthyAgain("The container's own health check reported UNHEALTHY"),
      ]);
    },
  },
  {
    name: 'an image that is gone is named, told once however often ECS tries, and over when it is back',
    async play() {
      const scene = await openScene();
      const push = { repository: 'shop/web', tag: '1', content: 'the same' };
      scene.cloud.ecr.push(push);
      const image = scene.cloud.ecr.uri('shop/web', '1');
      const container = { name: 'app', image, essential: true };
      await serviceOn(scene, {}, { containerDefinitions: [container] });
      scene.cloud.ecr.remove('shop/web', { imageTag: '1' });
      await scene.call('ecs', 'StopTask', { cluster: 'prod', task: aTaskOf(scene) });

      await scene.pass(30 * minute);
      const during = scene.shown();
      const tries = scene.cloud.ecs
        .tasks({ service: 'web' })
        .filter(({ stopCode }) => stopCode === 'TaskFailedToStart').length;
      scene.cloud.ecr.push(push);
      await scene.pass(2 * hour);

      expect(tries).toBeGreaterThan(3);
      expect(during).toContain('shop/web:1');
      expect(during).toContain(`×${tries} `);
      expect(scene.titles().filter((title) => title.includes('image'))).toEqual([
        expect.stringMatching(/^✅ web: .*healthy again/),
      ]);
      expect(scene.restarts()).toEqual([]);
    },
  },
  {
    name: 'a service without room is told as ECS reports it, and resolved when it is whole',
    async play() {
      const scene = await openScene();
      scene.cloud.ecs.capacity('FARGATE', false);
      await serviceOn(scene);
      await scene.pass(10 * minute);
      const during = scene.titles();

      scene.cloud.ecs.capacity('FARGATE', true);
      await scene.pass(hour);

      const cause = 'Fargate has no capacity in these zones right now';
      expect(during).toEqual([expect.stringMatching(new RegExp(`^\\S+ web: ${cause}.*×15`))]);
      expect(scene.titles()).toEqual([expect.stringContaining(healthyAgain(cause))]);
    },
  },
  {
    name: 'a service that is deleted has got over its trouble',
    async play() {
      const scene = await openScene();
      await serviceOn(scene);
      await deployBad(scene);
      await scene.pass(6 * minute);

      await scene.call('ecs', 'DeleteService', { cluster: 'prod', service: 'web', force: true });
      await scene.pass(hour);

      expect(scene.titles()).toEqual([
        expect.stringMatching(/^✅ web: .* — the service was deleted/),
      ]);
    },
  },
];
