import { isBody } from '../protocols/json.ts';
import type { Message, Queue, Store } from '../sqs/index.ts';
import { attributesOf, md5 } from '../sqs/received.ts';
import type { LambdaFunction, QueueEvent } from '../template/types.ts';
import type { Body, Kernel } from '../types.ts';
import type { Invoke } from './invoke.ts';
import type { Result } from './types.ts';

/** How long Lambda's poller takes to see a message; what arrives meanwhile comes in one batch. */
const pollMs = 200;

/** Feeds a queue's messages to a function: deletes what it has done, leaves what failed to become visible again. */
export function mapQueue(parts: {
  readonly kernel: Kernel;
  readonly invoke: Invoke;
  readonly queues: Store;
  readonly fn: LambdaFunction;
  readonly event: QueueEvent;
}): void {
  const { kernel, queues, fn, event } = parts;
  const queue = queues.find(event.queueArn);
  let isPlanned = false;

  async function poll(): Promise<void> {
    isPlanned = false;
    const messages = queues.receive(queue, event.batchSize);
    if (messages.length === 0) return;
    // More may be waiting than fit into one batch.
    plan();
    const Records = messages.map((message) => recordOf(message, queue, kernel.region));
    const result = await parts.invoke(fn, { Records });
    const failed = failedIds(result, event);
    if (failed === 'all') return;
    for (const message of messages.filter(({ id }) => !failed.has(id))) {
      queues.remove(queue, message);
    }
  }

  function plan(): void {
    if (isPlanned) return;
    isPlanned = true;
    kernel.time.after(pollMs, `Lambda polls ${queue.name}`, poll);
  }

  queue.watchers.push(plan);
}

/** An answer that Lambda cannot read counts as a failure of the whole batch. */
function failedIds(result: Result, event: QueueEvent): ReadonlySet<string> | 'all' {
  if (!result.ok) return 'all';
  if (!event.reportsFailures || !isBody(result.value)) return new Set();
  const { batchItemFailures } = result.value;
  if (batchItemFailures === undefined || batchItemFailures === null) return new Set();
  if (!Array.isArray(batchItemFailures)) return 'all';
  const ids = batchItemFailures.flatMap((one) =>
    isBody(one) && typeof one.itemIdentifier === 'string' ? [one.itemIdentifier] : [],
  );
  return ids.length < batchItemFailures.length || ids.includes('') ? 'all' : new Set(ids);
}

function recordOf(message: Message, queue: Queue, region: string): Body {
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: attributesOf(message),
    messageAttributes: message.attributes,
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}
