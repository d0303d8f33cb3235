import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { register } from './support/containers.ts';
import { createRepository, push, tagsIn } from './support/images.ts';
import { without } from './support/roles.ts';
import { type Deployed, type Stacks, saying } from './support/stacks.ts';

const repository = 'shop/web';

/** Old images in ECR, and one of them in use. */
export function aboutCleanups({ cloud, acts, observes }: Stacks): void {
  /** Does what the stack's schedule does once a day: puts its input onto the queue, with the time in it. */
  async function begin({ outputs, propertiesOf }: Deployed): Promise<void> {
    const { Input } = Object(propertiesOf('CleanupSchedule').Target);
    const body = String(Input).replaceAll(
      '<aws.scheduler.scheduled-time>',
      new Date().toISOString(),
    );
    const QueueUrl = outputs.CleanupQueueUrl;
    await cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  }

  describe('a cleanup', () => {
    beforeAll(async () => {
      const registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
      await createRepository(cloud, repository);
      await push(cloud, repository, ['used', 'old', 'older-than-new', 'new']);
      await register(cloud, 'web', `${registry}/${repository}:used`);
    });

    test('deletes what the policy lets go, and never what is in use', async () => {
      await begin(acts());
      await eventually('people are told', acts().told, saying('2 images deleted'));

      expect(await tagsIn(cloud, repository)).toEqual(['new', 'used']);
    });

    test('deletes nothing when it cannot see who uses what, and says so', async () => {
      await push(cloud, repository, ['newer', 'newest']);

      await without(cloud, 'deckhand-acts-cleanupDue', 'ecs:ListTasks', async () => {
        await begin(acts());
        await eventually('people are told', acts().told, saying('ecs:ListTasks'));
      });

      expect(await tagsIn(cloud, repository)).toEqual(['new', 'newer', 'newest', 'used']);
    });

    test('only tells what would go where nothing may be done', async () => {
      await begin(observes());
      await eventually('people are told', observes().told, saying('2 images would go'));

      expect(await tagsIn(cloud, repository)).toEqual(['new', 'newer', 'newest', 'used']);
    });
  });
}
