import { expect } from '@jest/globals';
import { acting, ends, hour, minute, openScene, type Scene } from '../support/scene.ts';
import { deployBad, loops, serviceOn, webDefinition } from '../support/web-service.ts';
import type { Story } from './story.ts';

const updates = ({ cloud }: Scene) =>
  cloud.calls.filter(
    ({ principal, action }) => principal !== 'operator' && action === 'UpdateService',
  );

/** What is done about crash loops, and what is not. */
export const remedies: readonly Story[] = [
  {
    name: 'a rollback without a good revision is refused, and people are told why',
    async play() {
      const scene = await openScene(loops('rollback'));
      scene.cloud.ecs.program({ family: 'web' }, ends(1, 45_000));
      await serviceOn(scene, { desiredCount: 1 });

      await scene.pass(20 * minute);

      expect(scene.shown()).toContain(
        'No rollback: no other revision has had a successful deployment',
      );
      expect(updates(scene)).toEqual([]);
    },
  },
  {
    name: 'somebody deploys what mends it after a crash just before it is rolled back: that stays',
    async play() {
      let mends: () => Promise<void> = async () => {};
      const scene = await openScene({
        ...loops('rollback'),
        async meanwhile({ principal, action }) {
          if (principal === 'taskStopped' && action === 'UpdateService') await mends();
        },
      });
      await serviceOn(scene);
      const fault = {
        principal: 'taskStopped',
        action: 'UpdateService',
        kind: 'crash-before',
      } as const;
      scene.cloud.faults.next(fault);
      mends = async () => {
        mends = async () => {};
        scene.cloud.ecs.program({ family: 'web' }, {});
        const taskDefinition = await scene.register(webDefinition);
        await scene.call('ecs', 'UpdateService', {
          cluster: 'prod',
          service: 'web',
          taskDefinition,
        });
      };

      await deployBad(scene);
      await scene.pass(30 * minute);

      const [service] = scene.cloud.ecs.services();
      expect(service?.revision.taskDefinition.revision).toBe(3);
      expect(updates(scene)).toEqual([]);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'a daemon service cannot be paused, and people are told',
    async play() {
      const scene = await openScene(loops('pause'));
      scene.cloud.ecs.hosts.add({ cluster: 'prod' });
      scene.cloud.ecs.program({ family: 'web' }, ends(1, 45_000));
      const container = { name: 'app', image: 'public.ecr.aws/shop/agent:1', memory: 64 };
      await serviceOn(
        scene,
        {
          desiredCount: undefined,
          schedulingStrategy: 'DAEMON',
          launchType: 'EC2',
          networkConfiguration: undefined,
        },
        {
          networkMode: 'host',
          requiresCompatibilities: ['EC2'],
          cpu: undefined,
          memory: undefined,
          containerDefinitions: [container],
        },
      );

      await scene.pass(20 * minute);

      expect(scene.shown()).toContain('No pause: it is a DAEMON service');
      expect(updates(scene)).toEqual([]);
    },
  },
  {
    name: 'a paused service stays on the board until a person has started it again, and it is whole',
    async play() {
      const scene = await openScene(loops('pause'));
      await serviceOn(scene);
      await deployBad(scene);
      await scene.pass(5 * hour);
      const during = scene.titles();

      scene.cloud.ecs.program({ family: 'web' }, {});
      await scene.call('ecs', 'UpdateService', {
        cluster: 'prod',
        service: 'web',
        desiredCount: 2,
      });
      await scene.pass(hour);

      expect(during).toEqual([expect.stringContaining('crash loop')]);
      expect(during.join()).not.toContain('✅');
      expect(scene.titles()).toEqual([expect.stringMatching(/^✅ web: .* — healthy again/)]);
      expect(updates(scene).map(({ input }) => input)).toEqual([
        expect.objectContaining({ desiredCount: 0 }),
      ]);
    },
  },
  {
    name: "a service's own tags hold at every stop of a crash loop: mode observe, and the receiver",
    async play() {
      const sales =
        '    - { name: sales, slack: { channel: "#sales", tokenParameter: /deckhand/slack-token } }\n';
      const scene = await openScene(
        acting(`${sales}restart: { crashLoop: { stops: 3, within: 10m, then: rollback } }`),
      );
      const channel = scene.cloud.slack.channels.add('#sales');
      await serviceOn(scene, {
        tags: [
          { key: 'deckhand:mode', value: 'observe' },
          { key: 'deckhand:receiver', value: 'sales' },
        ],
      });
      await deployBad(scene);

      await scene.pass(hour);

      expect(updates(scene)).toEqual([]);
      expect(scene.board()).toEqual([]);
      expect(channel.messages.filter(({ threadTs }) => threadTs === null)).toHaveLength(1);
      expect(scene.tally()).not.toHaveProperty(['taskStopped ecs:ListServiceDeployments']);
    },
  },
  {
    name: 'a service tagged deckhand:mode = off is left alone, however often it fails',
    async play() {
      const scene = await openScene(loops('rollback'));
      await serviceOn(scene, { tags: [{ key: 'deckhand:mode', value: 'off' }] });
      await deployBad(scene);

      await scene.pass(hour);

      expect(updates(scene)).toEqual([]);
      expect(scene.board()).toEqual([]);
      expect(scene.tally()).not.toHaveProperty(['taskStopped sqs:SendMessage']);
    },
  },
];
