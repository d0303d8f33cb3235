import { expect } from '@jest/globals';
import type { Body } from '../../local/cloud/types.ts';
import { costOf, launchRemembered, total } from '../support/costs.ts';
import { ends, fargateNetwork, hour, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

const { plan, log, restart, end, checkInVain, opening, update, updateLater } = costOf;

/** A plan, its restart and the good end of it, with everything that people are told. */
const restartedOnce = total(plan, opening, restart, end, update, updateLater, checkInVain);

const definitionArn = 'arn:aws:ecs:us-east-1:123456789012:task-definition';

/** What Deckhand asked RunTask for. */
const requestsOf = ({ cloud }: Scene): readonly Body[] =>
  cloud.calls
    .filter(({ principal, action }) => principal === 'callDue' && action === 'RunTask')
    .map(({ input }) => input);

/** A family for hosts: no network interface of its own, no log driver. */
const onHosts = (family: string, networkMode: string): Body => ({
  family,
  networkMode,
  requiresCompatibilities: ['EC2', 'EXTERNAL'],
  containerDefinitions: [
    { name: 'app', image: 'public.ecr.aws/shop/sync:1', essential: true, memory: 256 },
  ],
});

/** A restart is the launch before it, to the letter. */
export const relaunches: readonly Story[] = [
  {
    name: 'a restart keeps revision, overrides, tags, network, volumes, platform and execute command of the RunTask call',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1), ends(0));
      const kept = {
        overrides: {
          containerOverrides: [
            {
              name: 'app',
              command: ['month', '2026-02'],
              environment: [{ name: 'MODE', value: 'full' }],
            },
          ],
        },
        networkConfiguration: fargateNetwork,
        platformVersion: '1.4.0',
        group: 'nightly',
        enableExecuteCommand: true,
        enableECSManagedTags: true,
        propagateTags: 'TASK_DEFINITION',
        referenceId: 'run-4711',
        volumeConfigurations: [
          {
            name: 'scratch',
            managedEBSVolume: { sizeInGiB: 20, roleArn: 'arn:aws:iam::123456789012:role/ebs' },
          },
        ],
      };

      const root = await scene.runTask({
        ...kept,
        startedBy: 'maria',
        tags: [{ key: 'team', value: 'billing' }],
      });
      // The task is what failed, whatever the family's newest revision is by now.
      await scene.register();
      await scene.pass(hour);

      expect(requestsOf(scene)).toEqual([
        {
          ...kept,
          cluster: 'arn:aws:ecs:us-east-1:123456789012:cluster/prod',
          taskDefinition: `${definitionArn}/report:1`,
          launchType: 'FARGATE',
          count: 1,
          startedBy: `deckhand/${root.split('/').at(-1)}/1`,
          clientToken: expect.stringMatching(/^[0-9a-f]{64}$/),
          tags: [
            { key: 'team', value: 'billing' },
            { key: 'deckhand:root', value: root },
            { key: 'deckhand:attempt', value: '1' },
          ],
        },
      ]);
      expect(scene.restarts()).toMatchObject([{ lastStatus: 'STOPPED', group: 'nightly' }]);
      expect(scene.tally()).toEqual(total(launchRemembered, log, restartedOnce));
    },
  },
  {
    name: 'a restart keeps the capacity provider strategy, not the provider it happened to get',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1), ends(0));
      const capacityProviderStrategy = [
        { capacityProvider: 'FARGATE_SPOT', weight: 3 },
        { capacityProvider: 'FARGATE', weight: 1, base: 1 },
      ];

      await scene.runTask({ launchType: undefined, capacityProviderStrategy });
      await scene.pass(hour);

      const [request] = requestsOf(scene);
      expect(request).toMatchObject({ capacityProviderStrategy });
      expect(request).not.toHaveProperty('launchType');
      expect(scene.tally()).toEqual(total(launchRemembered, log, restartedOnce));
    },
  },
  {
    name: 'a restart on hosts keeps placement constraints and strategy',
    async play() {
      const scene = await openScene();
      scene.cloud.ecs.hosts.add({ cluster: 'prod' });
      await scene.register(onHosts('sync', 'bridge'));
      scene.play('sync', ends(1), ends(0));
      const placement = {
        placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.os-type == linux' }],
        placementStrategy: [{ type: 'binpack', field: 'memory' }],
      };

      await scene.call('ecs', 'RunTask', {
        cluster: 'prod',
        taskDefinition: 'sync',
        launchType: 'EC2',
        ...placement,
      });
      await scene.pass(hour);

      expect(requestsOf(scene)).toMatchObject([{ launchType: 'EC2', ...placement }]);
      expect(scene.restarts()).toMatchObject([{ lastStatus: 'STOPPED' }]);
      expect(scene.tally()).toEqual(total(launchRemembered, restartedOnce));
    },
  },
  {
    name: 'a bridge task on EC2 whose launch nobody tells is restarted from its event alone',
    async play() {
      const scene = await openScene({ cloudTrailDelayMs: 24 * hour });
      scene.cloud.ecs.hosts.add({ cluster: 'prod' });
      await scene.register(onHosts('sync', 'bridge'));
      scene.play('sync', ends(1), ends(0));
      const overrides = { containerOverrides: [{ name: 'app', command: ['--all'] }] };

      await scene.call('ecs', 'RunTask', { cluster: 'prod', taskDefinition: 'sync', overrides });
      await scene.pass(hour);

      expect(requestsOf(scene)).toMatchObject([
        { taskDefinition: `${definitionArn}/sync:1`, launchType: 'EC2', overrides },
      ]);
      expect(scene.titles()).toEqual([
        '✅ sync: The application ended with an error — restart 1 ended well',
      ]);
      expect(scene.tally()).toEqual(restartedOnce);
    },
  },
  {
    name: 'a task on a host of our own, of launch type EXTERNAL, is restarted there',
    async play() {
      const scene = await openScene({ cloudTrailDelayMs: 24 * hour });
      scene.cloud.ecs.hosts.add({ cluster: 'prod', launchType: 'EXTERNAL' });
      await scene.register(onHosts('till', 'host'));
      scene.play('till', ends(1), ends(0));

      await scene.call('ecs', 'RunTask', {
        cluster: 'prod',
        taskDefinition: 'till',
        launchType: 'EXTERNAL',
      });
      await scene.pass(hour);

      expect(scene.restarts()).toMatchObject([{ launchType: 'EXTERNAL', lastStatus: 'STOPPED' }]);
      expect(scene.titles()).toEqual([
        '✅ till: The application ended with an error — restart 1 ended well',
      ]);
      expect(scene.tally()).toEqual(restartedOnce);
    },
  },
];
