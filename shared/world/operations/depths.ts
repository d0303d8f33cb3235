import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueDepth } from '../../core/operations.ts';
import { asking } from '../failures.ts';
import type { QueueUrls } from './index.ts';

const attributes = {
  waiting: 'ApproximateNumberOfMessages',
  delayed: 'ApproximateNumberOfMessagesDelayed',
  inFlight: 'ApproximateNumberOfMessagesNotVisible',
} as const;

/** Of every queue of the stack. SQS calls its counts approximate: they are right once a queue is at rest. */
export const depths = (client: SQSClient, urls: QueueUrls): Promise<QueueDepth[]> =>
  Promise.all(Object.entries(urls).map(([queue, url]) => depthOf(client, queue, url)));

async function depthOf(client: SQSClient, queue: string, url: string): Promise<QueueDepth> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: url,
    AttributeNames: Object.values(attributes),
  });
  const { Attributes = {} } = await asking('sqs:GetQueueAttributes', () => client.send(command));
  const count = (name: keyof typeof attributes): number =>
    Number(Attributes[attributes[name]] ?? 0);
  return {
    queue,
    waiting: count('waiting'),
    delayed: count('delayed'),
    inFlight: count('inFlight'),
  };
}
