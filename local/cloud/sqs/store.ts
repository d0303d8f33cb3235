import { createHash } from 'node:crypto';
import { ApiError, type Body, type Kernel } from '../types.ts';

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
  /** Calls off the alarm that rings when the message becomes visible. */
  calmDown: () => void;
};

export type Draft = {
  readonly body: string;
  readonly attributes?: Body;
  readonly delayMs?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
};

const deduplicationMs = 5 * 60_000;

/** The queues and what may be done to them; times are virtual. */
export function createStore(kernel: Kernel) {
  const queues = new Map<string, Queue>();
  let sequence = 0;

  function create(settings: QueueSettings): Queue {
    const { region, account, partition } = kernel;
    const made: Queue = {
      ...settings,
      arn: `arn:${partition}:sqs:${region}:${account}:${settings.name}`,
      url: `https://sqs.${region}.amazonaws.com/${account}/${settings.name}`,
      isFifo: settings.name.endsWith('.fifo'),
      messages: [],
      seen: new Map(),
      watchers: [],
    };
    const queue = queues.get(settings.name) ?? made;
    queues.set(settings.name, queue);
    return queue;
  }

  /** By name, URL or ARN. */
  function find(reference: string): Queue {
    const name = reference.slice(
      Math.max(reference.lastIndexOf('/'), reference.lastIndexOf(':')) + 1,
    );
    const queue = queues.get(name);
    if (queue) return queue;
    throw new ApiError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  function wakeWhenVisible(queue: Queue, message: Message): void {
    message.calmDown();
    const delayMs = message.visibleAt - kernel.time.now();
    const what = `a message in ${queue.name} becomes visible`;
    message.calmDown = kernel.time.after(delayMs, what, () => wake(queue));
  }

  function add(queue: Queue, message: Message): Message {
    queue.messages.push(message);
    wakeWhenVisible(queue, message);
    return message;
  }

  function send(queue: Queue, draft: Draft): Message {
    const now = kernel.time.now();
    const deduplicationId = draft.deduplicationId ?? contentId(queue, draft.body);
    const twin = deduplicationId === null ? undefined : queue.seen.get(deduplicationId);
    if (twin && twin.until > now) return twin.message;
    sequence += 1;
    const message = add(queue, {
      id: kernel.dice.uuid(),
      body: draft.body,
      attributes: draft.attributes ?? {},
      groupId: draft.groupId ?? null,
      deduplicationId,
      sequenceNumber: `1887${`${sequence}`.padStart(16, '0')}`,
      sentAt: now,
      visibleAt: now + (draft.delayMs ?? queue.delayMs),
      receiveCount: 0,
      firstReceivedAt: 0,
      receiptHandle: null,
      calmDown: () => undefined,
    });
    if (deduplicationId !== null) {
      queue.seen.set(deduplicationId, { message, until: now + deduplicationMs });
    }
    return message;
  }

  function remove(queue: Queue, message: Message): void {
    message.calmDown();
    const index = queue.messages.indexOf(message);
    if (index >= 0) queue.messages.splice(index, 1);
    // A FIFO group goes on with its next message.
    if (queue.isFifo) wake(queue);
  }

  /** Up to `max` visible messages, invisible to others from now on. FIFO groups stay in order. */
  function receive(queue: Queue, max: number, visibilityTimeoutMs?: number): Message[] {
    const received: Message[] = [];
    for (const message of visible(queue, kernel.time.now())) {
      if (received.length === max) break;
      if (queue.redrive && message.receiveCount >= queue.redrive.maxReceiveCount) {
        remove(queue, message);
        add(find(queue.redrive.deadLetterTargetArn), { ...message, receiveCount: 0, visibleAt: 0 });
        continue;
      }
      hide(queue, message, visibilityTimeoutMs ?? queue.visibilityTimeoutMs);
      received.push(message);
    }
    return received;
  }

  function hide(queue: Queue, message: Message, durationMs: number): void {
    const now = kernel.time.now();
    message.receiveCount += 1;
    message.firstReceivedAt ||= now;
    message.receiptHandle = kernel.dice.hex(32);
    changeVisibility(queue, message, durationMs);
  }

  function changeVisibility(queue: Queue, message: Message, durationMs: number): void {
    message.visibleAt = kernel.time.now() + durationMs;
    wakeWhenVisible(queue, message);
  }

  return { queues, create, find, send, receive, remove, changeVisibility };
}

export type Store = ReturnType<typeof createStore>;

/** Visible messages in the order of the queue; a group with a message in flight waits for it. */
function visible(queue: Queue, now: number): Message[] {
  const blocked = new Set<string | null>();
  return queue.messages.filter((message) => {
    if (message.visibleAt <= now) return !(queue.isFifo && blocked.has(message.groupId));
    blocked.add(message.groupId);
    return false;
  });
}

function wake(queue: Queue): void {
  for (const watcher of queue.watchers) watcher();
}

function contentId(queue: Queue, body: string): string | null {
  if (!queue.isContentDeduplicated) return null;
  return createHash('sha256').update(body).digest('hex');
}
