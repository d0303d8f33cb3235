import { expect } from '@jest/globals';
import { pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { hour, minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

const uri = ({ cloud }: Scene, tag: string): string => cloud.ecr.uri('shop/web', tag);

/** ECR tells nobody of the next push. */
const loseAnEvent = ({ cloud }: Scene): void =>
  cloud.bus.lose(({ source }) => source === 'aws.ecr');

export const sweeps: readonly Story[] = [
  {
    name: 'a push whose event is lost is found by the sweep, and rolled out',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      loseAnEvent(scene);

      const digest = await pushed(scene, '1.1.0', hour);
      const before = running(scene);
      await scene.pass(6 * hour);

      expect(before).toEqual([uri(scene, '1.0.0')]);
      expect(running(scene)).toEqual([`${uri(scene, '1.1.0')}@${digest}`]);
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'a service that was there before Deckhand is found by the sweep; from then on its pushes are',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      scene.cloud.bus.lose((event) => event['detail-type'] === 'ECS Deployment State Change', 2);
      await webOf(scene);
      const early = await pushed(scene, '1.0.1');
      const untouched = running(scene);
      await scene.pass(6 * hour);
      const found = running(scene);

      const late = await pushed(scene, '1.1.0');

      expect(untouched).toEqual([uri(scene, '1.0.0')]);
      expect(found).toEqual([`${uri(scene, '1.0.1')}@${early}`]);
      expect(running(scene)).toEqual([`${uri(scene, '1.1.0')}@${late}`]);
    },
  },
  {
    name: 'a service that was deleted is forgotten by the sweep: its pushes cost nothing from then on',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      await scene.call('ecs', 'DeleteService', { cluster: 'prod', service: 'web', force: true });
      await scene.pass(7 * hour);

      const swept = scene.tally();
      await pushed(scene, '1.1.0');

      expect(swept).toMatchObject({ 'callDue dynamodb:BatchWriteItem': 1 });
      expect(scene.tally()['callDue ecs:DescribeServices']).toBeUndefined();
    },
  },
  {
    name: 'a sweep that finds all in order tells nobody, and costs a call for ten services and one for a repository',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      const before = scene.tally();

      await scene.pass(7 * hour);

      const cost = Object.fromEntries(
        Object.entries(scene.tally()).filter(([call, count]) => before[call] !== count),
      );
      expect(cost).toEqual({
        'callDue dynamodb:UpdateItem': 5,
        'callDue dynamodb:Query': 1,
        'callDue ecs:ListClusters': 1,
        'callDue ecs:ListServices': 1,
        'callDue ecs:DescribeServices': 1,
        'callDue ecr:DescribeImages': 1,
        'callDue sqs:SendMessage': 1,
      });
      expect(scene.titles()).toEqual([]);
    },
  },
  {
    name: 'what is held back is told once, however often the sweep finds it',
    async play() {
      const scene = await openScene(rollsOut('minor', 'mode: observe'));
      await webOf(scene);

      await pushed(scene, '1.1.0', minute);
      const told = scene.channel.messages.length;
      await scene.pass(20 * hour);

      expect(scene.titles()).toEqual(['🔵 web: 1.1.0 would be rolled out']);
      expect(scene.channel.messages).toHaveLength(told);
    },
  },
];
