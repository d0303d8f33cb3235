import { expect } from '@jest/globals';
import type { FleetService } from '../../shared/core/fleet.ts';
import { container, pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { fargateNetwork, minute, openScene, type Scene } from '../support/scene.ts';
import { worldOf } from '../support/stack-world.ts';
import { webDefinition } from '../support/web-service.ts';
import type { Story } from './story.ts';

/** Services of `prod` that run one task each; `more` may replace what their task definitions say. */
async function servicesNamed(scene: Scene, names: readonly string[], image: string): Promise<void> {
  const app = { ...container(scene, 'app', '1.0.0'), image };
  for (const name of names) {
    await scene.register({ ...webDefinition, family: name, containerDefinitions: [app] });
    await scene.call('ecs', 'CreateService', {
      cluster: 'prod',
      serviceName: name,
      taskDefinition: name,
      desiredCount: 0,
      launchType: 'FARGATE',
      networkConfiguration: fargateNetwork,
    });
  }
  await scene.pass(5 * minute);
}

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `other-${index}`);

/** Puts services of this image into the index, as their deployments would have; ECS does not have them. */
async function indexed(scene: Scene, names: readonly string[], image: string): Promise<void> {
  const { fleet } = worldOf(scene);
  const ecs = 'arn:aws:ecs:us-east-1:123456789012';
  for (const name of names) {
    const service: FleetService = {
      serviceArn: `${ecs}:service/prod/${name}`,
      clusterArn: `${ecs}:cluster/prod`,
      taskDefinition: `${ecs}:task-definition/${name}:1`,
      images: [{ container: 'app', image, labels: {} }],
      tags: {},
    };
    await fleet.remember(service, null);
  }
}

/** What a push to `shop/web` costs, where so many other services use other repositories. */
async function costAmong(others: number) {
  const scene = await openScene(rollsOut('minor'));
  await webOf(scene, { desiredCount: 1 });
  await indexed(scene, numbered(others), scene.cloud.ecr.uri('shop/other', '1'));
  const before = scene.tally();
  await pushed(scene, '1.1.0');
  const after = Object.entries(scene.tally());
  return Object.fromEntries(after.map(([call, count]) => [call, count - (before[call] ?? 0)]));
}

export const rolloutFleets: readonly Story[] = [
  {
    name: 'a push costs the same in a fleet of ten services and of a thousand',
    async play() {
      const small = await costAmong(9);
      const large = await costAmong(999);

      expect(large).toEqual(small);
      expect(small).toMatchObject({
        'imagePushed dynamodb:Query': 1,
        'callDue ecr:DescribeImages': 1,
        'callDue ecs:DescribeTaskDefinition': 1,
        'callDue ecs:RegisterTaskDefinition': 1,
        'callDue ecs:UpdateService': 1,
      });
    },
  },
  {
    name: 'ten services of one push: what their repository has, and what the scan found, is asked once for all of them',
    async play() {
      const scene = await openScene(rollsOut('minor', 'scan: { wait: 2h }'));
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.0.0' });
      await servicesNamed(scene, numbered(10), scene.cloud.ecr.uri('shop/web', '1.0.0'));

      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.1.0' });
      scene.cloud.ecr.scanned('shop/web', { imageTag: '1.1.0' }, []);
      await scene.pass(10 * minute);

      expect(scene.tally()).toMatchObject({
        'callDue ecr:DescribeImages': 1,
        'callDue ecr:DescribeImageScanFindings': 1,
        'callDue ecs:UpdateService': 10,
      });
    },
  },
  {
    name: 'sixty services of one push: each registered once, ten at first and one a second, however ECS throttles',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.0.0' });
      await servicesNamed(scene, numbered(60), scene.cloud.ecr.uri('shop/web', '1.0.0'));
      scene.cloud.ecs.registrations({ throttled: true, collisions: 2 });

      await pushed(scene, '1.1.0', 20 * minute);

      expect(scene.tally()).toMatchObject({ 'callDue ecs:UpdateService': 60 });
      const refused = scene.cloud.calls.filter(
        ({ action, outcome }) => action === 'RegisterTaskDefinition' && outcome !== 'ok',
      );
      expect(refused).toHaveLength(2);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'two pushes race: what was pushed last is told late, and the newest by policy goes out, once',
    async play() {
      const scene = await openScene({
        ...rollsOut('minor'),
        chaos: { duplicates: 2, maxDelayMs: 2 * minute },
      });
      await webOf(scene);

      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.2.0' });
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.1.0' });
      await scene.pass(30 * minute);

      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
      expect(scene.tally()).toMatchObject({ 'callDue ecs:UpdateService': 1 });
    },
  },
  {
    name: 'an image is deleted, and an index is pushed beside the running one: nothing is rolled out',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      await pushed(scene, '1.1.0');
      const before = running(scene);

      const imageIds = [{ imageTag: '1.0.0' }];
      await scene.call('ecr', 'BatchDeleteImage', { repositoryName: 'shop/web', imageIds });
      await pushed(scene, '1.1.0-soci');
      await scene.pass(10 * minute);

      expect(running(scene)).toEqual(before);
      expect(scene.tally()).toMatchObject({ 'callDue ecs:UpdateService': 1 });
    },
  },
  {
    name: 'the running tag is moved to another image, and back: a policy that follows it goes along, others stay',
    async play() {
      const stays = await openScene(rollsOut('minor'));
      await webOf(stays);
      await pushed(stays, '1.0.0');
      const follows = await openScene(rollsOut('digest'));
      await webOf(follows);
      const { cloud } = follows;
      const [first] = cloud.ecs.tasks({ service: 'web' });

      const moved = cloud.ecr.push({ repository: 'shop/web', tag: '1.0.0', content: 'second' });
      await follows.pass(10 * minute);
      const there = running(follows);
      const again = cloud.ecr.push({ repository: 'shop/web', tag: '1.0.0', content: 'first' });
      await follows.pass(10 * minute);

      const uri = cloud.ecr.uri('shop/web', '1.0.0');
      expect(running(stays)).toEqual([stays.cloud.ecr.uri('shop/web', '1.0.0')]);
      expect(there).toEqual([`${uri}@${moved}`]);
      expect(running(follows)).toEqual([`${uri}@${again}`]);
      expect(first?.containers[0]?.imageDigest).not.toBe(moved);
      expect(follows.tally()).toMatchObject({ 'callDue ecs:UpdateService': 2 });
    },
  },
  {
    name: 'the running tag is moved away and back within a minute: what it names in the end runs in the end',
    async play() {
      const scene = await openScene(rollsOut('digest'));
      await webOf(scene);
      const move = (content: string) =>
        scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.0.0', content });

      const last = move('second');
      await scene.pass(1_000);
      move('third');
      await scene.pass(30_000);
      move('second');
      await scene.pass(30 * minute);

      expect(running(scene)).toEqual([`${scene.cloud.ecr.uri('shop/web', '1.0.0')}@${last}`]);
    },
  },
  {
    name: 'an image that is replicated from another registry is rolled out like one that was pushed',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      scene.cloud.bus.lose(({ source }) => source === 'aws.ecr');
      const digest = await pushed(scene, '1.1.0', minute);

      await scene.cloud.lambda.invokeAsync('imagePushed', {
        version: '0',
        id: 'replicated',
        'detail-type': 'ECR Replication Action',
        source: 'aws.ecr',
        account: '123456789012',
        time: new Date(scene.cloud.time.now()).toISOString(),
        region: 'us-east-1',
        resources: [],
        detail: {
          result: 'SUCCESS',
          'repository-name': 'shop/web',
          'image-digest': digest,
          'source-account': '210987654321',
          'action-type': 'PUSH',
          'source-region': 'eu-west-1',
          'image-tag': '1.1.0',
        },
      });
      await scene.pass(10 * minute);

      expect(running(scene)).toEqual([`${scene.cloud.ecr.uri('shop/web', '1.1.0')}@${digest}`]);
    },
  },
  {
    name: 'baseRevision: latest copies the latest revision of the family; a newer image in it is never put back',
    async play() {
      const scene = await openScene(rollsOut('minor', 'baseRevision: latest'));
      await webOf(scene);
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.2.0' });
      const env = (tag: string, value: string) => ({
        ...webDefinition,
        containerDefinitions: [
          { ...container(scene, 'app', tag), environment: [{ name: 'COLOUR', value }] },
        ],
      });

      await scene.register(env('1.0.0', 'blue'));
      await scene.pass(10 * minute);
      const described = await scene.call('ecs', 'DescribeTaskDefinition', {
        taskDefinition: 'web',
      });
      await scene.register(env('1.3.0', 'green'));
      const goes = running(scene);
      await pushed(scene, '1.2.1');

      expect(goes).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
      expect(JSON.stringify(described)).toContain('"blue"');
      expect(running(scene)).toEqual(goes);
      expect(scene.shown()).toContain('app has 1.3.0 there, which 1.2.1 does not follow');
    },
  },
  {
    name: 'deckhand:receiver of the service is who is told of its rollouts',
    async play() {
      const shop =
        '{ name: shop, slack: { channel: "#shop", tokenParameter: /deckhand/slack-token } }';
      const options = rollsOut('minor');
      const config = options.config?.replace('receivers:', `receivers:\n    - ${shop}`) ?? '';
      const scene = await openScene({ ...options, config });
      scene.cloud.slack.channels.add('#shop');
      await webOf(scene, { tags: [{ key: 'deckhand:receiver', value: 'shop' }] });

      await pushed(scene, '1.1.0');

      const [, told] = scene.cloud.slack.channels.all();
      expect(scene.titles()).toEqual([]);
      expect(JSON.stringify(told?.messages)).toContain('web: 1.1.0 is out');
    },
  },
];
