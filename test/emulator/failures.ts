import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { eventOf, ofTask, put } from './support/events.ts';
import { decisionOnTask } from './support/records.ts';
import { without } from './support/roles.ts';
import { type Stacks, saying } from './support/stacks.ts';

/** As `deckhand status` and `deckhand redrive` tell of the queue of letters. */
const failed = (letters: object) =>
  expect.arrayContaining([expect.objectContaining({ queue: 'failed', ...letters })]);

/** What fails for good, and what becomes of it. */
export function aboutFailures({ cloud, acts }: Stacks): void {
  const lettersWaiting = async (): Promise<number> => {
    const { Attributes } = await cloud.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: acts().outputs.FailedQueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages);
  };

  describe('an event', () => {
    test('whose function fails is kept after three tries, and put back by redrive', async () => {
      const event = ofTask(eventOf('stops/aborted.json'), '7'.repeat(32));
      const name = 'deckhand-acts-taskStopped';
      await without(cloud, name, 'dynamodb:UpdateItem', async () => {
        await put(cloud, event);
        await eventually('a letter', lettersWaiting, (letters) => letters === 1);
      });

      const redriven = await acts().deckhand('redrive');

      expect(redriven).toEqual(failed({ putBack: 1, left: 0 }));
      expect(await decisionOnTask(cloud, acts(), event.resources[0] ?? '')).toMatchObject({
        verdict: 'restart',
      });
    });

    test('that cannot be read is told, kept, and left where it is by redrive', async () => {
      await put(cloud, eventOf('malformed/task-exit-code-is-text.json'));
      await eventually('people are told', acts().told, saying('could not be understood'));

      expect(await acts().deckhand('status')).toMatchObject({ queues: failed({ waiting: 1 }) });
      expect(await acts().deckhand('redrive')).toEqual(failed({ putBack: 0, left: 1 }));
    });
  });
}
