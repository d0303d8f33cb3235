import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { eventOf, ofTask, put } from './support/events.ts';
import { decisionOn } from './support/records.ts';
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
        // MiniStack's bus calls a function once; its Lambda tries again, as AWS's does for the bus.
        const Payload = Buffer.from(JSON.stringify(event));
        await cloud.lambda.send(
          new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload }),
        );
        await eventually('a letter', lettersWaiting, (letters) => letters === 1);
      });

      const redriven = await acts().deckhand('redrive');

      expect(redriven).toEqual(failed({ putBack: 1, left: 0 }));
      expect(await decisionOn(cloud, event.resources[0] ?? '', acts())).toMatchObject({
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
