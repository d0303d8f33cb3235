import { expect } from '@jest/globals';
import type { Watch } from '../../shared/core/lifecycle.ts';
import { day, digestsIn, runs } from '../support/cleanups.ts';
import { type Cost, costOf } from '../support/costs.ts';
import { guarding, hasPolicy, moreThan, olderThanDays } from '../support/guards.ts';
import { fargateNetwork, hour, minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

/** A service at zero whose digest stays pinned: nothing runs, and the next task needs the image. */
async function serviceAtZero(scene: Scene, image: string): Promise<void> {
  await runs(scene, 'web', image);
  const ofService = { cluster: 'prod', taskDefinition: 'web', desiredCount: 1 };
  await scene.call('ecs', 'CreateService', {
    ...{ ...ofService, serviceName: 'web', launchType: 'FARGATE' },
    networkConfiguration: fargateNetwork,
  });
  await scene.pass(hour);
  await scene.call('ecs', 'UpdateService', { cluster: 'prod', service: 'web', desiredCount: 0 });
}

/** A repository with an image in use, a spare one, and room for both; nothing was pushed lately. */
async function twoOfTwo(scene: Scene): Promise<string> {
  const used = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
  await runs(scene, 'web', scene.cloud.ecr.uri('shop/web', '1'));
  await scene.runTask({ taskDefinition: 'web' });
  await scene.pass(minute);
  scene.cloud.ecr.push({ repository: 'shop/web', tag: '2' });
  await scene.pass(2 * day);
  await hasPolicy(scene, 'shop/web', [moreThan(2)]);
  return used;
}

/** What has been asked since. */
const spent = (scene: Scene, before: Cost): Cost =>
  Object.fromEntries(
    Object.entries(scene.tally()).map(([call, count]) => [call, count - (before[call] ?? 0)]),
  );

/** What the table holds of a repository's policy. */
async function watchOf({ call, cloud }: Scene, repository: string): Promise<Watch> {
  const { Item } = await call('dynamodb', 'GetItem', {
    TableName: cloud.template.resources.tables[0]?.TableName,
    Key: { pk: { S: 'guard' }, sk: { S: repository } },
  });
  const [, text = 'null'] =
    /^{"watch":{"S":(".*")}}$/.exec(
      JSON.stringify({ watch: new Map(Object.entries(Item ?? {})).get('watch') }),
    ) ?? [];
  return JSON.parse(JSON.parse(text));
}

/** Puts a patched policy in place as its page says: the tags first. */
async function applyPatch({ call }: Scene, repositoryName: string, { patch }: Watch) {
  for (const { digest, tag: imageTag } of patch?.tag ?? []) {
    const imageIds = [{ imageDigest: digest }];
    const { images } = await call('ecr', 'BatchGetImage', { repositoryName, imageIds });
    const [image] = Array.isArray(images) ? images : [];
    const { imageManifest } = image;
    await call('ecr', 'PutImage', { repositoryName, imageManifest, imageTag });
  }
  const lifecyclePolicyText = JSON.stringify(patch?.policy);
  await call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
}

/** Warned before Amazon ECR's own lifecycle policies take what somebody needs. */
export const guards: readonly Story[] = [
  {
    name: 'a policy that is about to expire a pinned digest is told a day before ECR goes by it',
    async play() {
      const scene = await openScene(guarding());
      const { cloud } = scene;
      const pinned = cloud.ecr.push({ repository: 'shop/web', tag: 'latest' });
      await serviceAtZero(scene, cloud.ecr.uri('shop/web', 'latest'));
      cloud.ecr.push({ repository: 'shop/web', tag: 'latest' });
      await hasPolicy(scene, 'shop/web', [olderThanDays(3, { tagStatus: 'untagged' })]);

      await scene.pass(2 * day);
      const early = scene.titles();
      const before = await digestsIn(scene);
      await scene.pass(day);

      expect(early).toEqual(['🔴 Amazon ECR is about to delete 1 image in use']);
      expect(before).toContain(pinned);
      expect(scene.shown()).toContain('by rule 1, old enough within a day: service');
      expect(scene.shown()).toContain(pinned.slice(0, 19));
    },
  },
  {
    name: 'the patched policy spares what is in use, and people hear that it is over',
    async play() {
      const scene = await openScene(guarding());
      const { cloud } = scene;
      const pinned = cloud.ecr.push({ repository: 'shop/web', tag: 'latest' });
      await serviceAtZero(scene, cloud.ecr.uri('shop/web', 'latest'));
      cloud.ecr.push({ repository: 'shop/web', tag: 'latest' });
      const unused = cloud.ecr.push({ repository: 'shop/web' });
      await hasPolicy(scene, 'shop/web', [olderThanDays(3, { tagStatus: 'untagged' })]);
      await scene.pass(2 * day);

      await applyPatch(scene, 'shop/web', await watchOf(scene, 'shop/web'));
      await scene.pass(3 * day);

      const left = await digestsIn(scene);
      expect(left).toContain(pinned);
      expect(left).not.toContain(unused);
      expect(scene.titles()).toEqual([
        '✅ No lifecycle policy is about to touch an image in use any more',
      ]);
      expect(scene.tally()).not.toHaveProperty('cleanupDue ecr:BatchDeleteImage');
    },
  },
  {
    name: 'an image in use that too many pushes have pushed out is told before ECR takes it',
    async play() {
      const scene = await openScene(guarding());
      const used = await twoOfTwo(scene);
      await scene.pass(day - 10 * minute);
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '3' });

      await scene.pass(20 * minute);

      expect(await digestsIn(scene)).toContain(used);
      expect(scene.titles()).toEqual(['🔴 Amazon ECR is about to delete 1 image in use']);
      expect(scene.shown()).toContain('1 by rule 1, within 24 hours: running task');
    },
  },
  {
    name: 'a new policy is looked at within minutes: ECR may go by it at once',
    async play() {
      const scene = await openScene(guarding());
      const { cloud } = scene;
      const used = cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      await runs(scene, 'web', cloud.ecr.uri('shop/web', '1'));
      await scene.runTask({ taskDefinition: 'web' });
      await scene.pass(5 * day + hour);
      await hasPolicy(scene, 'shop/web', [olderThanDays(3)]);

      await scene.pass(5 * minute);

      expect(await digestsIn(scene)).toContain(used);
      expect(scene.titles()).toEqual(['🔴 Amazon ECR is about to delete 1 image in use']);
    },
  },
  {
    name: 'a policy put right is looked at as well: what remains elsewhere is not told anew',
    async play() {
      const scene = await openScene(guarding());
      const { cloud } = scene;
      for (const name of ['shop/api', 'shop/web']) {
        cloud.ecr.push({ repository: name, tag: '1' });
        await runs(scene, name.replace('/', '-'), cloud.ecr.uri(name, '1'));
        await hasPolicy(scene, name, [olderThanDays(2)]);
      }
      await scene.pass(day + hour);
      const told = scene.titles();
      const replies = scene.channel.messages.length;

      await hasPolicy(scene, 'shop/api', [olderThanDays(90)]);
      await scene.pass(5 * minute);
      const between = [scene.titles(), scene.channel.messages.length];
      await hasPolicy(scene, 'shop/web', [olderThanDays(90)]);
      await scene.pass(5 * minute);

      expect(told).toEqual(['🟡 Amazon ECR is about to delete 2 images in use']);
      expect(between).toEqual([told, replies]);
      expect(scene.titles()).toEqual([
        '✅ No lifecycle policy is about to touch an image in use any more',
      ]);
    },
  },
  {
    name: 'a policy that archives what is in use is told as well: nothing is pulled from the archive',
    async play() {
      const scene = await openScene(guarding());
      const { cloud } = scene;
      cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      await serviceAtZero(scene, cloud.ecr.uri('shop/web', '1'));
      const archive = { type: 'transition', targetStorageClass: 'archive' };
      await hasPolicy(scene, 'shop/web', [olderThanDays(2)], archive);

      await scene.pass(day + hour);

      expect(scene.titles()).toEqual(['🔴 Amazon ECR is about to archive 1 image in use']);
    },
  },
  {
    name: 'a healthy policy stays quiet, for three calls a repository; one without a policy costs one',
    async play() {
      const scene = await openScene(guarding());
      await twoOfTwo(scene);
      scene.cloud.ecr.push({ repository: 'shop/idle', tag: '1' });
      await hasPolicy(scene, 'shop/idle', [moreThan(1)]);
      scene.cloud.ecr.push({ repository: 'shop/free', tag: '1' });
      await scene.pass(hour);
      const before = scene.tally();

      await scene.pass(day);

      expect(scene.titles()).toEqual([]);
      expect(spent(scene, before)).toMatchObject(
        costOf.guard({ repositories: 3, policies: 2, used: 1 }),
      );
      expect(scene.tally()).not.toHaveProperty('cleanupDue ecr:BatchGetImage');
    },
  },
  {
    name: 'where somebody else previews another policy, that is waited for, and ours is asked for again',
    async play() {
      const scene = await openScene(guarding());
      await twoOfTwo(scene);
      await scene.pass(day - 10 * minute);
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '3' });
      await scene.pass(9 * minute - 5_000);
      const lifecyclePolicyText = JSON.stringify({
        rules: [
          {
            ...{ rulePriority: 1, description: 'what somebody tries out in the console' },
            ...{ selection: moreThan(900), action: { type: 'expire' } },
          },
        ],
      });
      const repositoryName = 'shop/web';
      await scene.call('ecr', 'StartLifecyclePolicyPreview', {
        ...{ repositoryName, lifecyclePolicyText },
      });

      await scene.pass(hour);

      const refused = scene.cloud.calls.filter(
        ({ outcome }) => outcome === 'LifecyclePolicyPreviewInProgressException',
      );
      expect(refused).toHaveLength(1);
      expect(scene.titles()).toEqual(['🔴 Amazon ECR is about to delete 1 image in use']);
    },
  },
  {
    name: 'a preview that is denied is told: nobody knows what is about to go',
    async play() {
      const scene = await openScene(guarding());
      await twoOfTwo(scene);
      await scene.pass(hour);
      scene.cloud.faults.sometimes({
        ...{ service: 'ecr', action: 'StartLifecyclePolicyPreview', kind: 'deny', probability: 1 },
      });

      await scene.pass(day + hour);

      expect(scene.titles()).toEqual([
        '🟡 Not known whether Amazon ECR is about to delete images in use: 1 repository',
      ]);
      expect(scene.shown()).toContain('not allowed to call ecr:StartLifecyclePolicyPreview');
    },
  },
  {
    name: 'a source of uses that cannot be seen is told where something goes, and only there',
    async play() {
      const scene = await openScene(guarding());
      scene.cloud.ecr.push({ repository: 'shop/going', tag: '1' });
      await hasPolicy(scene, 'shop/going', [moreThan(1)]);
      scene.cloud.ecr.push({ repository: 'shop/staying', tag: '1' });
      await hasPolicy(scene, 'shop/staying', [moreThan(1)]);
      await scene.pass(day - 10 * minute);
      scene.cloud.ecr.push({ repository: 'shop/going', tag: '2' });
      scene.cloud.faults.sometimes({ service: 'states', kind: 'deny', probability: 1 });

      await scene.pass(hour);

      expect(scene.titles()).toEqual([
        '🟡 Not known whether Amazon ECR is about to delete images in use: 1 repository',
      ]);
      expect(scene.shown()).toContain('shop/going');
      expect(scene.shown()).toContain('states:ListStateMachines');
      expect(scene.shown()).not.toContain('shop/staying');
    },
  },
  {
    name: 'more repositories than one call takes are all looked at, and told in one notice',
    async play() {
      const scene = await openScene(guarding());
      const { cloud } = scene;
      const names = Array.from({ length: 110 }, (_, n) => `shop/r${100 + n}`);
      for (const repositoryName of names) {
        await scene.call('ecr', 'CreateRepository', { repositoryName });
      }
      const [first = '', last = ''] = [names[0], names.at(-1)];
      for (const name of [first, last]) {
        cloud.ecr.push({ repository: name, tag: '1' });
        await hasPolicy(scene, name, [olderThanDays(2)]);
        await runs(scene, name.replace('/', '-'), cloud.ecr.uri(name, '1'));
      }
      await scene.pass(hour);
      const before = scene.tally();

      await scene.pass(day);

      // Nothing runs from them and nothing is set up to: they are the newest revisions of their families.
      expect(scene.titles()).toEqual(['🟡 Amazon ECR is about to delete 2 images in use']);
      expect(scene.shown()).toContain(first);
      expect(scene.shown()).toContain(last);
      expect(spent(scene, before)).toMatchObject({ 'cleanupDue ecr:GetLifecyclePolicy': 110 });
    },
  },
  {
    name: 'a call that comes before its time waits in its own queue',
    async play() {
      const scene = await openScene(guarding());
      const { queues, ecr } = scene.cloud;
      ecr.push({ repository: 'shop/web', tag: '1' });
      const at = new Date(scene.cloud.time.now() + 20 * minute).toISOString();
      const call = { id: 'guard/early', playbook: 'guard', about: { what: 'begin' } };
      for (const queue of queues.queues.values()) {
        if (queue.name.includes('Cleanup'))
          queues.send(queue, { body: JSON.stringify({ call, at }) });
      }

      await scene.pass(19 * minute);
      const early = scene.tally();
      await scene.pass(10 * minute);

      expect(early).not.toHaveProperty('cleanupDue ecr:GetLifecyclePolicy');
      expect(scene.tally()).toMatchObject({ 'cleanupDue ecr:GetLifecyclePolicy': 1 });
    },
  },
  {
    name: 'with guard: false nothing is asked',
    async play() {
      const scene = await openScene(guarding('cleanup: { guard: false }'));
      await twoOfTwo(scene);

      await scene.pass(2 * day);

      const asked = scene.callsOfDeckhand().filter((call) => call.startsWith('cleanupDue ecr:'));
      expect(asked).toEqual([]);
    },
  },
];
