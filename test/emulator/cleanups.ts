import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { register } from './support/containers.ts';
import { createRepository, push, registry, tagsIn } from './support/images.ts';
import { without } from './support/roles.ts';
import { due } from './support/schedules.ts';
import { type Stacks, saying } from './support/stacks.ts';

const repository = 'shop/web';

/** Old images in ECR, and one of them in use. */
export function aboutCleanups({ cloud, acts, observes }: Stacks): void {
  describe('a cleanup', () => {
    beforeAll(async () => {
      await createRepository(cloud, repository);
      await push(cloud, repository, ['used', 'old', 'older-than-new', 'new']);
      await register(cloud, 'shop', `${registry}/${repository}:used`);
    });

    test('deletes what the policy lets go, and never what is in use', async () => {
      await due(cloud, acts(), 'CleanupSchedule');
      await eventually('people are told', acts().told, saying('2 images deleted'));

      expect(await tagsIn(cloud, repository)).toEqual(['new', 'used']);
    });

    test('deletes nothing when it cannot see who uses what, and says so', async () => {
      await push(cloud, repository, ['newer', 'newest']);

      await without(cloud, 'deckhand-acts-cleanupDue', 'ecs:ListTasks', async () => {
        await due(cloud, acts(), 'CleanupSchedule');
        await eventually('people are told', acts().told, saying('ecs:ListTasks'));
      });

      expect(await tagsIn(cloud, repository)).toEqual(['new', 'newer', 'newest', 'used']);
    });

    test('only tells what would go where nothing may be done', async () => {
      await due(cloud, observes(), 'CleanupSchedule');
      await eventually('people are told', observes().told, saying('2 images would go'));

      expect(await tagsIn(cloud, repository)).toEqual(['new', 'newer', 'newest', 'used']);
    });
  });
}
