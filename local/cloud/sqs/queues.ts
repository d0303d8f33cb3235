import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction, Body, Kernel } from '../types.ts';
import type { Queue } from './queue.ts';
import type { Store } from './store.ts';

const Redrive = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.union([z.number(), z.string()]).transform(Number),
});
const CreateQueue = z.object({
  QueueName: z.string(),
  Attributes: z.record(z.string(), z.string()).optional(),
});
const ListQueues = z.object({
  QueueNamePrefix: z.string().optional(),
  MaxResults: z.number().optional(),
  NextToken: z.string().optional(),
});
const Url = z.object({ QueueUrl: z.string() });
const SetQueueAttributes = Url.extend({ Attributes: z.strictObject({ Policy: z.string() }) });

/** Making, finding and describing queues. */
export function queueActions(
  store: Store,
  kernel: Kernel,
): { readonly [action: string]: ApiAction } {
  const on = (name: string) => (input: { readonly QueueUrl: string }) => [
    { action: `sqs:${name}`, resource: store.find(input.QueueUrl).arn },
  ];
  return {
    CreateQueue: action({
      input: CreateQueue,
      answer: ({ QueueName, Attributes = {} }) => ({
        QueueUrl: store.create({
          name: QueueName,
          delayMs: Number(Attributes.DelaySeconds ?? 0) * 1000,
          visibilityTimeoutMs: Number(Attributes.VisibilityTimeout ?? 30) * 1000,
          isContentDeduplicated: Attributes.ContentBasedDeduplication === 'true',
          redrive: Attributes.RedrivePolicy
            ? Redrive.parse(JSON.parse(Attributes.RedrivePolicy))
            : null,
        }).url,
      }),
    }),
    GetQueueUrl: action({
      input: z.object({ QueueName: z.string() }),
      permissions: ({ QueueName }) => [
        { action: 'sqs:GetQueueUrl', resource: store.find(QueueName).arn },
      ],
      answer: ({ QueueName }) => ({ QueueUrl: store.find(QueueName).url }),
    }),
    GetQueueAttributes: action({
      input: Url,
      permissions: on('GetQueueAttributes'),
      answer: ({ QueueUrl }) => ({ Attributes: describe(store.find(QueueUrl), kernel.time.now()) }),
    }),
    SetQueueAttributes: action({
      input: SetQueueAttributes,
      permissions: on('SetQueueAttributes'),
      answer({ QueueUrl, Attributes }) {
        store.find(QueueUrl).policy = Attributes.Policy;
        return {};
      },
    }),
    ListQueues: action({
      input: ListQueues,
      answer({ QueueNamePrefix = '', MaxResults = 1000, NextToken }) {
        const found = [...store.queues.values()].filter(({ name }) =>
          name.startsWith(QueueNamePrefix),
        );
        const { items, nextToken } = page(found, NextToken, MaxResults);
        return { QueueUrls: items.map(({ url }) => url), NextToken: nextToken };
      },
    }),
    PurgeQueue: action({
      input: Url,
      permissions: on('PurgeQueue'),
      answer({ QueueUrl }) {
        const queue = store.find(QueueUrl);
        for (const message of [...queue.messages]) store.remove(queue, message);
        return {};
      },
    }),
  };
}

function describe(queue: Queue, now: number): Body {
  const waiting = queue.messages.filter(({ visibleAt }) => visibleAt > now);
  const inFlight = waiting.filter(({ receiveCount }) => receiveCount > 0);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: `${queue.messages.length - waiting.length}`,
    ApproximateNumberOfMessagesNotVisible: `${inFlight.length}`,
    ApproximateNumberOfMessagesDelayed: `${waiting.length - inFlight.length}`,
    DelaySeconds: `${queue.delayMs / 1000}`,
    VisibilityTimeout: `${queue.visibilityTimeoutMs / 1000}`,
    ...(queue.isFifo ? { FifoQueue: 'true' } : {}),
    ...(queue.policy ? { Policy: queue.policy } : {}),
    ...(queue.redrive ? { RedrivePolicy: JSON.stringify(queue.redrive) } : {}),
  };
}
