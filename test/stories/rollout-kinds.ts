import { expect } from '@jest/globals';
import { container, pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { hour, minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

const stays = (scene: Scene) => [scene.cloud.ecr.uri('shop/web', '1.0.0')];
const goesOut = (tag: string) => [expect.stringContaining(`shop/web:${tag}@`)];

const baking = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 45 };

const statuses = ({ cloud }: Scene) =>
  cloud.ecs.services()[0]?.serviceDeployments.map(({ status }) => status);

/** A service that ECS does not deploy is told, with who does, and left as it is. */
const deployedElsewhere = (type: string, who: string, because: string): Story => ({
  name: `a service with the deployment controller ${type} is told that ${who} has to deploy it, and left as it is`,
  async play() {
    const scene = await openScene(rollsOut('minor'));
    await webOf(scene, { deploymentController: { type } });

    await pushed(scene, '1.1.0');

    expect(running(scene)).toEqual(stays(scene));
    expect(scene.titles()).toEqual(['🔵 web: 1.1.0 cannot be rolled out by Deckhand']);
    expect(scene.shown()).toContain(because);
    expect(scene.tally()).not.toHaveProperty(['callDue ecs:RegisterTaskDefinition']);
  },
});

/** Services that are deployed in other ways than task by task, and images that cannot run where they would go. */
export const rolloutKinds: readonly Story[] = [
  {
    name: 'a daemon service is rolled out host by host',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      for (const id of ['i-1', 'i-2']) {
        scene.cloud.ecs.hosts.add({ cluster: 'prod', ec2InstanceId: id });
      }
      await webOf(
        scene,
        { schedulingStrategy: 'DAEMON', launchType: 'EC2', networkConfiguration: undefined },
        {
          networkMode: 'bridge',
          requiresCompatibilities: ['EC2'],
          containerDefinitions: [{ ...container(scene, 'app', '1.0.0'), memory: 256 }],
        },
      );

      await pushed(scene, '1.1.0');

      const tasks = scene.cloud.ecs.tasks({ service: 'web', lastStatus: 'RUNNING' });
      expect(running(scene)).toEqual(goesOut('1.1.0'));
      expect(tasks.map(({ instance }) => instance?.ec2InstanceId).sort()).toEqual(['i-1', 'i-2']);
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'a blue/green service is out when its bake time is over, and not before',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene, { deploymentConfiguration: baking });

      await pushed(scene, '1.1.0', 40 * minute);
      const during = { titles: scene.titles(), statuses: statuses(scene) };
      await scene.pass(20 * minute);

      expect(during).toEqual({
        titles: [expect.stringContaining('1.1.0 is on its way')],
        statuses: ['IN_PROGRESS', 'SUCCESSFUL'],
      });
      expect(running(scene)).toEqual(goesOut('1.1.0'));
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'a blue/green service whose new tasks do not start: no traffic moves, ECS goes back, and the image is not tried again',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      const deploymentCircuitBreaker = { enable: true, rollback: true };
      await webOf(scene, { deploymentConfiguration: { ...baking, deploymentCircuitBreaker } });
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 30 * minute);
      await pushed(scene, '1.0.9', 30 * minute);

      expect(running(scene)).toEqual(stays(scene));
      expect(statuses(scene)).toEqual(['ROLLBACK_SUCCESSFUL', 'SUCCESSFUL']);
      expect(scene.tally()).toMatchObject({ 'callDue ecs:RegisterTaskDefinition': 1 });
    },
  },
  {
    name: 'an alarm that goes off in the bake time takes the image back, and it is left alone from then on',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await scene.call('cloudwatch', 'PutMetricAlarm', {
        AlarmName: 'web-errors',
        ...{ Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60 },
        ...{ EvaluationPeriods: 1, Threshold: 10, TreatMissingData: 'notBreaching' },
        ComparisonOperator: 'GreaterThanThreshold',
      });
      const alarms = { alarmNames: ['web-errors'], enable: true, rollback: true };
      await webOf(scene, { deploymentConfiguration: { ...baking, alarms } });

      await pushed(scene, '1.1.0', 10 * minute);
      scene.cloud.cloudwatch.put('Shop', 'Errors', {}, 50);
      await scene.pass(15 * minute);
      await pushed(scene, '1.0.9', hour);

      expect(running(scene)).toEqual(stays(scene));
      expect(statuses(scene)).toEqual(['ROLLBACK_SUCCESSFUL', 'SUCCESSFUL']);
      expect(scene.tally()).toMatchObject({ 'callDue ecs:RegisterTaskDefinition': 1 });
    },
  },
  deployedElsewhere('CODE_DEPLOY', 'CodeDeploy', 'AWS CodeDeploy has to begin its deployments'),
  deployedElsewhere('EXTERNAL', 'somebody else', "its task sets are somebody else's"),
  {
    name: 'a linear service is followed step by step, and out when all of its traffic is',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      const linearConfiguration = { stepPercent: 25, stepBakeTimeInMinutes: 10 };
      await webOf(scene, { deploymentConfiguration: { strategy: 'LINEAR', linearConfiguration } });

      await pushed(scene, '1.1.0', 15 * minute);
      const before = scene.titles();
      await scene.pass(60 * minute);

      expect(before).toEqual([expect.stringContaining('web: 1.1.0 is on its way')]);
      expect(running(scene)).toEqual(goesOut('1.1.0'));
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'a canary service is followed for as long as its traffic takes',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      const canaryConfiguration = { canaryPercent: 10, canaryBakeTimeInMinutes: 60 };
      await webOf(scene, { deploymentConfiguration: { strategy: 'CANARY', canaryConfiguration } });

      await pushed(scene, '1.1.0', 90 * minute);

      expect(running(scene)).toEqual(goesOut('1.1.0'));
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'an image for another platform is held back, with the platforms that it is for',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene, {}, { runtimePlatform: { cpuArchitecture: 'ARM64' } });

      scene.cloud.ecr.push({
        repository: 'shop/web',
        tag: '1.1.0',
        platforms: ['linux/amd64', 'linux/s390x'],
      });
      await scene.pass(10 * minute);
      const held = { runs: running(scene), shown: scene.shown() };
      scene.cloud.ecr.push({
        repository: 'shop/web',
        tag: '1.1.1',
        platforms: ['linux/amd64', 'linux/arm64'],
      });
      await scene.pass(10 * minute);

      expect(held.runs).toEqual(stays(scene));
      expect(held.shown).toContain(
        'the image is for linux/amd64, linux/s390x, and its tasks run on linux/arm64',
      );
      expect(running(scene)).toEqual(goesOut('1.1.1'));
    },
  },
  {
    name: 'an image that was archived while it cooled down is held back',
    async play() {
      const scene = await openScene(rollsOut('minor', 'cooldown: 30m'));
      await webOf(scene);

      const imageDigest = await pushed(scene, '1.1.0', 5 * minute);
      await scene.call('ecr', 'UpdateImageStorageClass', {
        repositoryName: 'shop/web',
        imageId: { imageDigest },
        targetStorageClass: 'ARCHIVE',
      });
      await scene.pass(40 * minute);

      expect(running(scene)).toEqual(stays(scene));
      expect(scene.shown()).toContain('the image is ARCHIVED in ECR');
    },
  },
];
