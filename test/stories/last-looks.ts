import { expect } from '@jest/globals';
import { day, digestsIn, runs, sweeping } from '../support/cleanups.ts';
import { fargateNetwork, hour, minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

/** The first page of 1,000, sorted. */
async function allDigestsIn({ call }: Scene): Promise<readonly unknown[]> {
  const { imageDetails } = await call('ecr', 'DescribeImages', {
    ...{ repositoryName: 'shop/web', maxResults: 1_000 },
  });
  if (!Array.isArray(imageDetails)) return [];
  return imageDetails.map(({ imageDigest }) => imageDigest).sort();
}

/** A run that planned to delete and was killed before it did: a quarter of an hour passes until it goes on. */
async function killedBeforeDeleting(scene: Scene): Promise<void> {
  scene.cloud.faults.next({
    principal: 'cleanupDue',
    service: 'ecr',
    action: 'BatchDeleteImage',
    kind: 'crash-before',
  });
  await scene.pass(day + 2 * minute);
}

const policyFor = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      },
    ],
  });

/** What happens between a plan and its deletions, and who else depends on a repository. */
export const lastLooks: readonly Story[] = [
  {
    name: 'an image that came into use after the plan is refused, and people are told by whom',
    async play() {
      const scene = await openScene(sweeping());
      const old = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '2' });
      await killedBeforeDeleting(scene);

      await runs(scene, 'web', scene.cloud.ecr.uri('shop/web', '1'));
      await scene.pass(hour);

      expect(await digestsIn(scene)).toEqual([old]);
      expect(scene.shown()).toContain('in use meanwhile by task definition web:1');
    },
  },
  {
    name: 'an image that came into use after the plan keeps its signatures, however many deletions they take',
    async play() {
      const scene = await openScene(sweeping());
      const used = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      const tied = Array.from({ length: 105 }, (_, index) =>
        scene.cloud.ecr.push({
          repository: 'shop/web',
          content: `signature ${index}`,
          tag: `${used.replace(':', '-')}.s${index}`,
        }),
      );
      await killedBeforeDeleting(scene);

      await runs(scene, 'web', scene.cloud.ecr.uri('shop/web', '1'));
      await scene.pass(hour);

      expect(await allDigestsIn(scene)).toEqual([used, ...tied].sort());
      expect(scene.titles()).toEqual(['🟡 Image cleanup: 0 of 106 images deleted']);
      expect(scene.shown()).toContain(`it belongs to ${used.slice(0, 19)}`);
    },
  },
  {
    name: 'a tag that came after the plan keeps its image; one that moved away takes nothing along',
    async play() {
      const scene = await openScene(sweeping());
      const promoted = scene.cloud.ecr.push({ repository: 'shop/web', content: 'a', tag: '1' });
      const left = scene.cloud.ecr.push({ repository: 'shop/web', content: 'b', tag: '2' });
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '3' });
      await killedBeforeDeleting(scene);

      scene.cloud.ecr.push({ repository: 'shop/web', content: 'a', tag: 'release' });
      const moved = scene.cloud.ecr.push({ repository: 'shop/web', content: 'c', tag: '2' });
      await scene.pass(hour);

      expect(await digestsIn(scene)).toEqual([promoted, left, moved]);
      expect(scene.shown()).toContain('its tags have changed meanwhile');
    },
  },
  {
    name: 'images that somebody else deleted meanwhile are done with, and nobody is alarmed',
    async play() {
      const scene = await openScene(sweeping());
      const gone = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '2' });
      await killedBeforeDeleting(scene);

      scene.cloud.ecr.remove('shop/web', { imageDigest: gone });
      await scene.pass(hour);

      expect(await digestsIn(scene)).toEqual([]);
      expect(scene.shown()).toContain('1 image was gone already');
    },
  },
  {
    name: 'an image that ECR cannot delete keeps its signature, which was to go along with it',
    async play() {
      const scene = await openScene(sweeping());
      const { ecr } = scene.cloud;
      const stuck = ecr.push({ repository: 'shop/web', tag: '1' });
      const tag = `${stuck.replace(':', '-')}.sig`;
      const signature = ecr.push({ repository: 'shop/web', tag });
      ecr.push({ repository: 'shop/web', tag: '2' });
      ecr.hold('shop/web', { imageDigest: stuck }, 'KmsError');

      await scene.pass(2 * day + 2 * hour);

      expect(await digestsIn(scene)).toEqual([stuck, signature]);
      expect(scene.shown()).toContain('KmsError');
      expect(scene.shown()).toContain(`it belongs to ${stuck.slice(0, 19)}`);
    },
  },
  {
    name: 'a kill switch between plan and deletion stops it',
    async play() {
      const scene = await openScene(sweeping());
      const old = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      await killedBeforeDeleting(scene);

      await scene.call('dynamodb', 'PutItem', {
        TableName: scene.cloud.template.resources.tables[0]?.TableName,
        Item: {
          ...{ pk: { S: 'kill-switch' }, sk: { S: 'kill-switch' }, by: { S: 'maria' } },
          ...{ at: { S: '2026-03-03T09:10:00Z' }, why: { S: 'moving house' } },
        },
      });
      await scene.pass(hour);

      expect(await digestsIn(scene)).toEqual([old]);
      expect(scene.shown()).toContain('stopped by maria');
    },
  },
  {
    name: 'a repository that another account may pull from is held until that is allowed by name',
    async play() {
      const scene = await openScene(sweeping());
      const old = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      const policyText = policyFor('999999999999');
      await scene.call('ecr', 'SetRepositoryPolicy', { repositoryName: 'shop/web', policyText });

      await scene.pass(2 * day + hour);

      expect(await digestsIn(scene)).toEqual([old]);
      expect(scene.shown()).toContain('999999999999');
      expect(scene.shown()).toContain('allow.crossAccount');
    },
  },
  {
    name: 'a registry policy that lets another account pull holds what it is about, and nothing else',
    async play() {
      const scene = await openScene(sweeping());
      const held = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      scene.cloud.ecr.push({ repository: 'shop/api', tag: '1' });
      const ours = 'arn:aws:ecr:us-east-1:123456789012:repository';
      const statement = (Action: string, name: string) => ({
        ...{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999999999999:root' } },
        ...{ Action, Resource: `${ours}/${name}` },
      });
      const Statement = [
        statement('ecr:BatchGet*', 'shop/w*'),
        statement('ecr:ReplicateImage', '*'),
      ];
      const policyText = JSON.stringify({ Version: '2012-10-17', Statement });
      await scene.call('ecr', 'PutRegistryPolicy', { policyText });

      await scene.pass(2 * day + hour);

      expect(await digestsIn(scene)).toEqual([held]);
      expect(await digestsIn(scene, 'shop/api')).toEqual([]);
      expect(scene.shown()).toContain('999999999999');
    },
  },
  {
    name: 'replication and pull-through caches hold what they concern, too',
    async play() {
      const scene = await openScene(sweeping());
      const replicated = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      const cached = scene.cloud.ecr.push({ repository: 'shop/hub/nginx', tag: '1' });
      await scene.call('ecr', 'PutReplicationConfiguration', {
        replicationConfiguration: {
          rules: [
            {
              destinations: [{ region: 'eu-west-1', registryId: '123456789012' }],
              repositoryFilters: [{ filter: 'shop/web', filterType: 'PREFIX_MATCH' }],
            },
          ],
        },
      });
      await scene.call('ecr', 'CreatePullThroughCacheRule', {
        ecrRepositoryPrefix: 'shop/hub',
        upstreamRegistryUrl: 'registry-1.docker.io',
      });

      await scene.pass(2 * day + hour);

      expect(await digestsIn(scene)).toEqual([replicated]);
      expect(await digestsIn(scene, 'shop/hub/nginx')).toEqual([cached]);
      expect(scene.shown()).toContain('replicated to 123456789012/eu-west-1');
      expect(scene.shown()).toContain('registry-1.docker.io');
    },
  },
  {
    name: 'where ECR deletes the copies, too (X2), that has to be allowed besides the replication itself',
    async play() {
      const { config = '', ...options } = sweeping();
      const allowing = (allow: string) =>
        openScene({ ...options, config: config.replace('caps:', `allow: ${allow}\n      caps:`) });
      const left = async (scene: Scene, deleteReplication: object) => {
        scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
        const destinations = [{ region: 'eu-west-1', registryId: '123456789012' }];
        await scene.call('ecr', 'PutReplicationConfiguration', {
          replicationConfiguration: {
            rules: [{ destinations, deleteReplication }],
          },
        });
        await scene.pass(2 * day);
        return (await digestsIn(scene)).length;
      };
      const held = await allowing('{ replication: true }');

      expect(await left(held, { enabled: true })).toBe(1);
      expect(held.shown()).toContain('ECR deletes its copies in 123456789012/eu-west-1, too');
      expect(held.shown()).toContain('allow.deleteReplication');
      expect(await left(await allowing('{ replication: true }'), { enabled: false })).toBe(0);
      // Nobody knows what it means when AWS says it otherwise.
      expect(await left(await allowing('{ replication: true }'), { status: 'ON' })).toBe(1);
      expect(
        await left(await allowing('{ replication: true, deleteReplication: true }'), {
          enabled: true,
        }),
      ).toBe(0);
    },
  },
  {
    name: 'a repository that is being deployed from waits a quarter of an hour at a time',
    async play() {
      const scene = await openScene(sweeping());
      const { cloud, call } = scene;
      const used = cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      cloud.ecr.push({ repository: 'shop/web', tag: '2' });
      await runs(scene, 'web', cloud.ecr.uri('shop/web', '1'));
      await scene.pass(day - 5_000);
      await call('ecs', 'CreateService', {
        ...{ cluster: 'prod', serviceName: 'web', taskDefinition: 'web', desiredCount: 1 },
        ...{ launchType: 'FARGATE', networkConfiguration: fargateNetwork },
      });

      await scene.pass(5 * minute);
      const meanwhile = await digestsIn(scene);
      await scene.pass(hour);

      expect(meanwhile).toHaveLength(2);
      expect(await digestsIn(scene)).toEqual([used]);
    },
  },
  {
    name: 'no services at all where there used to be some hold everything',
    async play() {
      const scene = await openScene(sweeping());
      const { cloud, call } = scene;
      await runs(scene, 'web', 'public.ecr.aws/shop/other:1');
      await call('ecs', 'CreateService', {
        ...{ cluster: 'prod', serviceName: 'web', taskDefinition: 'web', desiredCount: 0 },
        ...{ launchType: 'FARGATE', networkConfiguration: fargateNetwork },
      });
      cloud.ecr.push({ repository: 'shop/web', content: 'a', tag: '1' });
      await scene.pass(day - hour);
      await runs(scene, 'used', cloud.ecr.uri('shop/web', '1'));
      await scene.pass(2 * hour);

      await call('ecs', 'DeleteService', { cluster: 'prod', service: 'web', force: true });
      cloud.ecr.push({ repository: 'shop/web', tag: '2' });
      await scene.pass(2 * day);

      expect(await digestsIn(scene)).toHaveLength(2);
      expect(scene.shown()).toContain('nothing was found where 1 were seen');
    },
  },
  {
    name: 'in observe it tells what would go, and nothing does',
    async play() {
      const { config, ...options } = sweeping();
      const scene = await openScene({ ...options, config: config?.replace('mode: act', '') ?? '' });
      const old = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });

      await scene.pass(day + hour);

      expect(await digestsIn(scene)).toEqual([old]);
      expect(scene.titles()).toEqual(['🔵 Image cleanup: 1 image would go']);
      expect(scene.tally()).not.toHaveProperty('cleanupDue ecr:BatchDeleteImage');
    },
  },
];
