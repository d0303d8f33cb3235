import { expect } from '@jest/globals';
import { container, pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { minute, openScene } from '../support/scene.ts';
import type { Story } from './story.ts';

export const rollouts: readonly Story[] = [
  {
    name: 'a newer version is pushed: it is rolled out, and told as out once every task runs it',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);

      const digest = await pushed(scene, '1.1.0');

      expect(running(scene)).toEqual([`${scene.cloud.ecr.uri('shop/web', '1.1.0')}@${digest}`]);
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'a bad version with the circuit breaker on: ECS goes back, and the digest is left alone from then on',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
      await webOf(scene, { deploymentConfiguration: breaker });
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      const digest = await pushed(scene, '1.1.0', 30 * minute);
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.1.1', content: 'unused' });
      await scene.pass(20 * minute);

      expect(digest).toMatch(/^sha256:/);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.1.1@')]);
    },
  },
  {
    name: 'a bad version with the circuit breaker off: its time runs out, and the version before is back',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 90 * minute);

      expect(running(scene)).toEqual([scene.cloud.ecr.uri('shop/web', '1.0.0')]);
      expect(scene.titles()).toEqual(['✅ web: 1.0.0 runs again, 1.1.0 failed (×19)']);
      expect(scene.shown()).toContain('deckhand release prod/web sha256:');
    },
  },
  {
    name: 'in observe, what would be rolled out is told, and nothing is done',
    async play() {
      const scene = await openScene(rollsOut('minor', 'mode: observe'));
      await webOf(scene);

      await pushed(scene, '1.1.0');

      expect(running(scene)).toEqual([scene.cloud.ecr.uri('shop/web', '1.0.0')]);
      expect(scene.titles()).toEqual(['🔵 web: 1.1.0 would be rolled out']);
    },
  },
  {
    name: 'a service that was deleted is forgotten at the next push',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      await scene.call('ecs', 'DeleteService', { cluster: 'prod', service: 'web', force: true });
      await scene.pass(5 * minute);

      await pushed(scene, '1.1.0');
      const calls = scene.tally();
      await pushed(scene, '1.2.0');

      expect(calls).toMatchObject({ 'callDue dynamodb:BatchWriteItem': 1 });
      expect(scene.tally()['callDue ecs:DescribeServices']).toBe(1);
      expect(scene.titles()).toEqual([]);
    },
  },
  {
    name: 'an older version, and one for another policy, change nothing and are told to nobody',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);

      await pushed(scene, '0.9.0');
      await pushed(scene, '2.0.0');
      await pushed(scene, '1.1.0-soci');

      expect(running(scene)).toEqual([scene.cloud.ecr.uri('shop/web', '1.0.0')]);
      expect(scene.titles()).toEqual([]);
    },
  },
  {
    name: 'a cooldown lets three pushes become one rollout, of the newest',
    async play() {
      const scene = await openScene(rollsOut('minor', 'cooldown: 30m'));
      await webOf(scene);

      for (const tag of ['1.1.0', '1.2.0', '1.3.0']) await pushed(scene, tag, 2 * minute);
      await scene.pass(45 * minute);

      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.3.0@')]);
      expect(scene.tally()).toMatchObject({ 'callDue ecs:RegisterTaskDefinition': 1 });
    },
  },
  {
    name: 'a second version waits for the first to be out, and then goes out itself',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);

      await pushed(scene, '1.1.0', 20_000);
      await pushed(scene, '1.2.0', 15 * minute);

      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
      expect(scene.tally()).toMatchObject({ 'callDue ecs:UpdateService': 2 });
    },
  },
  {
    name: 'five tags on one image, with an image for each platform, are looked at once and rolled out once',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);

      scene.cloud.ecr.push({
        repository: 'shop/web',
        tag: '1.1.0',
        tags: ['1.1', '1', 'latest', 'build-77'],
        platforms: ['linux/amd64', 'linux/arm64'],
      });
      await scene.pass(10 * minute);

      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.1.0@')]);
      expect(scene.tally()).toMatchObject({
        'callDue ecr:DescribeImages': 1,
        'callDue ecs:RegisterTaskDefinition': 1,
      });
    },
  },
  {
    name: 'an image with a critical finding is held back; one without is rolled out',
    async play() {
      const scene = await openScene(rollsOut('minor', 'cooldown: 5m, scan: { newOnly: true }'));
      await webOf(scene);
      scene.cloud.ecr.scanned('shop/web', { imageTag: '1.0.0' }, []);

      await pushed(scene, '1.1.0', 0);
      scene.cloud.ecr.scanned('shop/web', { imageTag: '1.1.0' }, [
        { name: 'CVE-2026-0001', severity: 'CRITICAL' },
      ]);
      await scene.pass(30 * minute);
      const held = running(scene);
      await pushed(scene, '1.1.1', 0);
      scene.cloud.ecr.scanned('shop/web', { imageTag: '1.1.1' }, []);
      await scene.pass(30 * minute);

      expect(held).toEqual([scene.cloud.ecr.uri('shop/web', '1.0.0')]);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.1.1@')]);
    },
  },
  {
    name: 'a freeze over the night of summer time ends by the clocks on the wall, and only the newest goes out',
    async play() {
      const freeze = 'freeze: [{ from: "Sat 16:00", to: "Sun 08:00", timeZone: Europe/Paris }]';
      const scene = await openScene({
        ...rollsOut('minor', freeze),
        start: '2026-03-28T14:50:00Z',
      });
      await webOf(scene);
      await scene.pass(10 * minute);

      await pushed(scene, '1.1.0', 60 * minute);
      await pushed(scene, '1.2.0', 0);
      await scene.pass(Date.parse('2026-03-29T05:59:00Z') - scene.cloud.time.now());
      const before = running(scene);
      await scene.pass(15 * minute);

      expect(before).toEqual([scene.cloud.ecr.uri('shop/web', '1.0.0')]);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
      expect(scene.tally()).toMatchObject({ 'callDue ecs:UpdateService': 1 });
    },
  },
  {
    name: 'a deployment that somebody else began is left to end before ours begins',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      await scene.call('ecs', 'UpdateService', {
        cluster: 'prod',
        service: 'web',
        forceNewDeployment: true,
      });

      await pushed(scene, '1.1.0', 15 * minute);

      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.1.0@')]);
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'only the container that a policy covers changes, no sidecar, and every other field stays, unknown ones too',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      const sidecar = { name: 'proxy', image: 'public.ecr.aws/envoy:1.2.3', essential: false };
      await webOf(
        scene,
        {},
        {
          pidMode: 'task',
          fieldOfNextYear: { deep: [1, 'two'] },
          tags: [{ key: 'team', value: 'shop' }],
          containerDefinitions: [
            {
              ...container(scene, 'app', '1.0.0'),
              environment: [{ name: 'EMPTY', value: '' }],
              newToo: 1,
            },
            sidecar,
          ],
        },
      );

      const digest = await pushed(scene, '1.1.0');

      const described = async (revision: number) => {
        const input = { taskDefinition: `web:${revision}`, include: ['TAGS'] };
        const answer = await scene.call('ecs', 'DescribeTaskDefinition', input);
        return JSON.stringify(answer, (key, value) =>
          ['revision', 'taskDefinitionArn', 'registeredAt', 'registeredBy'].includes(key)
            ? undefined
            : value,
        );
      };
      const uri = scene.cloud.ecr.uri('shop/web', '1.0.0');
      const to = `${scene.cloud.ecr.uri('shop/web', '1.1.0')}@${digest}`;
      expect(await described(2)).toBe((await described(1)).replace(uri, to));
      expect(await described(2)).toContain('fieldOfNextYear');
    },
  },
];
