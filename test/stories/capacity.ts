import { expect } from '@jest/globals';
import { costOf, launchRemembered, times, total } from '../support/costs.ts';
import { acting, ends, hour, minute, openScene, reportDefinition } from '../support/scene.ts';
import type { Story } from './story.ts';

const { report, log, plan, atOnce, warn, restart, end, opening, update, updateLater, checkInVain } =
  costOf;

const moreMemory = acting('restart: { outOfMemory: { factor: 1.5, maxMemory: 4096 } }');

/** Killed for its memory after two minutes, unless it has enough of it. */
const needs = (needsMiB: number) => ({
  outOfMemory: { afterMs: 2 * minute, needsMiB },
  exits: { afterMs: 3 * minute, code: 0 },
});

/** A plan, its restart and the good end of it, with everything that people are told. */
const restartedOnce = total(
  total(launchRemembered, plan, log, opening),
  total(restart, end, update, updateLater, checkInVain),
);

/** Spot, memory and addresses: what a restart does differently than the launch before it. */
export const capacity: readonly Story[] = [
  {
    name: 'a Spot interruption is told as it is announced, and answered at once on the fallback capacity',
    async play() {
      const scene = await openScene(acting('restart: { spotFallback: FARGATE }'));
      scene.play('report', ends(0, 10 * minute), ends(0, minute));
      const taskArn = await scene.runTask({
        launchType: undefined,
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
      });
      await scene.pass(3 * minute);

      scene.cloud.ecs.reclaimSpot(taskArn);
      await scene.pass(1_000);
      expect(scene.titles()).toEqual([expect.stringContaining('about to be interrupted')]);
      expect(scene.restarts()).toEqual([]);
      await scene.pass(hour);

      expect(scene.restarts()).toMatchObject([
        { capacityProviderName: 'FARGATE', lastStatus: 'STOPPED' },
      ]);
      expect(scene.titles()).toEqual([
        expect.stringMatching(/^✅ report: .*Spot.* restart 1 ended well$/),
      ]);
      const toldThrice = total(opening, times(2, update));
      expect(scene.tally()).toEqual(
        total(launchRemembered, warn, atOnce, log, end, toldThrice, checkInVain),
      );
    },
  },
  {
    name: 'a task out of memory runs again with more of it, in a size that Fargate sells',
    async play() {
      const scene = await openScene(moreMemory);
      scene.play('report', needs(1024));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toMatchObject([{ memory: '1024', cpu: '256' }]);
      expect(scene.titles()).toEqual([
        '✅ report: Container killed: out of memory — restart 1 ended well',
      ]);
      expect(scene.tally()).toEqual(restartedOnce);
    },
  },
  {
    name: "more memory raises the container's own limit, too, and leaves other overrides as they were",
    async play() {
      const scene = await openScene(moreMemory);
      const [app] = reportDefinition.containerDefinitions;
      await scene.register({
        ...reportDefinition,
        containerDefinitions: [
          { ...app, memory: 400 },
          { name: 'proxy', image: 'public.ecr.aws/shop/proxy:1', essential: false },
        ],
      });
      scene.cloud.ecs.program({ container: 'app' }, () => needs(600));
      const proxy = { name: 'proxy', environment: [{ name: 'LEVEL', value: 'debug' }] };

      await scene.runTask({ overrides: { containerOverrides: [proxy] } });
      await scene.pass(hour);

      expect(scene.restarts().map(({ overrides }) => overrides)).toEqual([
        { cpu: '256', memory: '1024', containerOverrides: [proxy, { name: 'app', memory: 600 }] },
      ]);
      // One for what the revision changed, one for whose end the restart's is: the proxy was killed with the app.
      const definitions = { 'taskStopped ecs:DescribeTaskDefinition': 2 };
      expect(scene.tally()).toEqual(total(restartedOnce, definitions));
    },
  },
  {
    name: 'a task that runs out of memory a second time is given up',
    async play() {
      const scene = await openScene(moreMemory);
      scene.play('report', needs(9000));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toMatchObject([{ memory: '1024' }]);
      expect(scene.titles()).toEqual([
        '🟠 report: Container killed: out of memory — gave up after 1 restart (×2)',
      ]);
      expect(scene.tally()).toEqual(
        total(
          total(launchRemembered, plan, restart, report, times(2, log)),
          total(opening, update, updateLater, checkInVain),
        ),
      );
    },
  },
  {
    name: 'a subnet without addresses is left out of the restart',
    async play() {
      // CloudTrail is quick here: a task without an address never gets to run.
      const scene = await openScene({ cloudTrailDelayMs: 1_000 });
      scene.cloud.ecs.subnet('subnet-0a11', { free: 0 });
      scene.cloud.ecs.subnet('subnet-0b22', { free: 0 });
      scene.play('report', ends(0));

      await scene.runTask();
      await scene.pass(minute);
      const shown = scene.shown();
      const [short] = shown.match(/subnet-0[ab]\d\d/) ?? [];
      const other = short === 'subnet-0a11' ? 'subnet-0b22' : 'subnet-0a11';
      scene.cloud.ecs.subnet(other, { free: 5 });
      await scene.pass(hour);

      expect(scene.restarts().map(({ networkConfiguration }) => networkConfiguration)).toEqual([
        { awsvpcConfiguration: { subnets: [other], securityGroups: ['sg-0c33'] } },
      ]);
      expect(shown).toContain(`without subnet ${short}`);
      expect(scene.titles()).toEqual([
        '✅ report: The subnet has no free IP address — restart 1 ended well',
      ]);
      expect(scene.tally()).toEqual(
        total(launchRemembered, plan, opening, restart, end, times(2, update), checkInVain),
      );
    },
  },
];
