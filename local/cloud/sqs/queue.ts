import { createHash } from 'node:crypto';
import type { Body } from '../types.ts';

/** How a queue is made. A FIFO queue's name ends in `.fifo`. */
export type QueueSettings = {
  readonly name: string;
  readonly delayMs: number;
  readonly visibilityTimeoutMs: number;
  readonly isContentDeduplicated: boolean;
  readonly redrive: {
    readonly deadLetterTargetArn: string;
    readonly maxReceiveCount: number;
  } | null;
};

export type Queue = QueueSettings & {
  readonly arn: string;
  readonly url: string;
  readonly isFifo: boolean;
  /** As it was set, and no more: whoever may call the local cloud's SQS may send. */
  policy: string;
  readonly messages: Message[];
  /** Deduplication id -> the message it stands for, and until when. */
  readonly seen: Map<string, { readonly message: Message; readonly until: number }>;
  /** Called when a message may have become visible. */
  readonly watchers: (() => void)[];
};

export type Message = {
  readonly id: string;
  readonly body: string;
  readonly attributes: Body;
  readonly groupId: string | null;
  readonly deduplicationId: string | null;
  readonly sequenceNumber: string;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number;
  receiptHandle: string | null;
  /** In a dead-letter queue: the ARN of the queue that gave it up. */
  readonly source?: string;
  /** Calls off the alarm that rings when the message becomes visible. */
  calmDown: () => void;
};

/** A message that somebody wants to send. */
export type Draft = {
  readonly body: string;
  readonly attributes?: Body;
  readonly delayMs?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
};

/** Visible messages in the order of the queue; a FIFO group with a message in flight waits for it. */
export function visibleIn(queue: Queue, now: number): Message[] {
  const blocked = new Set<string | null>();
  return queue.messages.filter((message) => {
    if (message.visibleAt <= now) return !(queue.isFifo && blocked.has(message.groupId));
    blocked.add(message.groupId);
    return false;
  });
}

export function wake(queue: Queue): void {
  for (const watcher of queue.watchers) watcher();
}

/** What two messages must share to be one: their id, or what they say where the queue goes by that. */
export function deduplicationIdOf(queue: Queue, draft: Draft): string | null {
  if (draft.deduplicationId !== undefined) return draft.deduplicationId;
  if (!queue.isContentDeduplicated) return null;
  return createHash('sha256').update(draft.body).digest('hex');
}
