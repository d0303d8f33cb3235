import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { createRepository, push, tagsIn, tellOfPush } from './support/images.ts';
import { decisionOnPush } from './support/records.ts';
import type { Stacks } from './support/stacks.ts';

const repository = 'shop/cart';

/** Images that make others old. */
export function aboutPushes({ cloud, acts }: Stacks): void {
  async function delayed(): Promise<number> {
    const { Attributes } = await cloud.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: acts().outputs.CleanupQueueUrl,
        AttributeNames: ['ApproximateNumberOfMessagesDelayed'],
      }),
    );
    return Number(Attributes?.ApproximateNumberOfMessagesDelayed);
  }

  describe('a push', () => {
    test('has its repository cleaned up once pushes have settled, and no other', async () => {
      await createRepository(cloud, repository);
      await push(cloud, repository, ['1', '2', '3']);
      const others = await tagsIn(cloud, 'shop/web');

      await tellOfPush(cloud, repository, '3');
      const { actions } = await decisionOnPush(cloud, acts(), repository, 'cleanup-after-push');
      const waiting = await delayed();
      // It waits for up to ten minutes, which nobody watches: the same call is put beside it, as if they were over.
      await cloud.sqs.send(
        new SendMessageCommand({
          QueueUrl: acts().outputs.CleanupQueueUrl,
          MessageBody: JSON.stringify({ call: actions[0].call, at: new Date().toISOString() }),
        }),
      );
      await eventually(
        'a cleanup',
        () => tagsIn(cloud, repository),
        ({ length }) => length === 1,
      );

      expect(waiting).toBe(1);
      expect(actions).toMatchObject([{ do: 'call-later', queue: 'cleanup' }]);
      expect(await tagsIn(cloud, repository)).toEqual(['3']);
      expect(await tagsIn(cloud, 'shop/web')).toEqual(others);
    });
  });
}
