import { domainOf } from '../partition.ts';
import { ApiError, type Kernel } from '../types.ts';
import {
  type Draft,
  deduplicationIdOf,
  type Message,
  type Queue,
  type QueueSettings,
  visibleIn,
  wake,
} from './queue.ts';

const deduplicationMs = 5 * 60_000;

/** The queues and what may be done to them; times are virtual. */
export type Store = {
  readonly queues: ReadonlyMap<string, Queue>;
  /** Makes a queue, or finds the one of that name. */
  readonly create: (settings: QueueSettings) => Queue;
  /** By name, URL or ARN. Throws `QueueDoesNotExist`. */
  readonly find: (reference: string) => Queue;
  /** Puts a message in; a twin of one sent within five minutes is that one. */
  readonly send: (queue: Queue, draft: Draft) => Message;
  /** Up to `max` visible messages, invisible to others from now on. FIFO groups stay in order. */
  readonly receive: (queue: Queue, max: number, visibilityTimeoutMs?: number) => Message[];
  readonly remove: (queue: Queue, message: Message) => void;
  readonly changeVisibility: (queue: Queue, message: Message, durationMs: number) => void;
};

export function createStore(kernel: Kernel): Store {
  const queues = new Map<string, Queue>();
  let sequence = 0;

  function find(reference: string): Queue {
    const cut = Math.max(reference.lastIndexOf('/'), reference.lastIndexOf(':')) + 1;
    const queue = queues.get(reference.slice(cut));
    if (queue) return queue;
    throw new ApiError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  function send(queue: Queue, draft: Draft): Message {
    const now = kernel.time.now();
    const deduplicationId = deduplicationIdOf(queue, draft);
    const twin = deduplicationId === null ? undefined : queue.seen.get(deduplicationId);
    if (twin && twin.until > now) return twin.message;
    sequence += 1;
    const message = messageOf(queue, draft, { kernel, sequence, deduplicationId });
    if (deduplicationId !== null) {
      queue.seen.set(deduplicationId, { message, until: now + deduplicationMs });
    }
    return add(kernel, queue, message);
  }

  function receive(queue: Queue, max: number, visibilityTimeoutMs?: number): Message[] {
    const received: Message[] = [];
    for (const message of visibleIn(queue, kernel.time.now())) {
      if (received.length === max) break;
      if (queue.redrive && message.receiveCount >= queue.redrive.maxReceiveCount) {
        remove(queue, message);
        add(kernel, find(queue.redrive.deadLetterTargetArn), buried(message, queue));
        continue;
      }
      hand(kernel, message);
      changeVisibility(queue, message, visibilityTimeoutMs ?? queue.visibilityTimeoutMs);
      received.push(message);
    }
    return received;
  }

  function remove(queue: Queue, message: Message): void {
    message.calmDown();
    const index = queue.messages.indexOf(message);
    if (index >= 0) queue.messages.splice(index, 1);
    // A FIFO group goes on with its next message.
    if (queue.isFifo) wake(queue);
  }

  function changeVisibility(queue: Queue, message: Message, durationMs: number): void {
    message.visibleAt = kernel.time.now() + durationMs;
    wakeWhenVisible(kernel, queue, message);
  }

  function create(settings: QueueSettings): Queue {
    const queue = queues.get(settings.name) ?? queueOf(settings, kernel);
    queues.set(settings.name, queue);
    return queue;
  }

  return { queues, create, find, send, receive, remove, changeVisibility };
}

function queueOf(settings: QueueSettings, { region, account, partition }: Kernel): Queue {
  return {
    ...settings,
    arn: `arn:${partition}:sqs:${region}:${account}:${settings.name}`,
    url: `https://sqs.${region}.${domainOf(partition)}/${account}/${settings.name}`,
    isFifo: settings.name.endsWith('.fifo'),
    policy: '',
    messages: [],
    seen: new Map(),
    watchers: [],
  };
}

function messageOf(
  queue: Queue,
  draft: Draft,
  made: { readonly kernel: Kernel; readonly sequence: number; deduplicationId: string | null },
): Message {
  const now = made.kernel.time.now();
  return {
    id: made.kernel.dice.uuid(),
    body: draft.body,
    attributes: draft.attributes ?? {},
    groupId: draft.groupId ?? null,
    deduplicationId: made.deduplicationId,
    sequenceNumber: `1887${`${made.sequence}`.padStart(16, '0')}`,
    sentAt: now,
    visibleAt: now + (draft.delayMs ?? queue.delayMs),
    receiveCount: 0,
    firstReceivedAt: 0,
    receiptHandle: null,
    calmDown: () => undefined,
  };
}

const buried = (message: Message, { arn }: Queue): Message => ({
  ...message,
  ...{ receiveCount: 0, visibleAt: 0, source: arn },
});

function add(kernel: Kernel, queue: Queue, message: Message): Message {
  queue.messages.push(message);
  wakeWhenVisible(kernel, queue, message);
  return message;
}

/** Notes that somebody has the message in hand now. */
function hand({ time, dice }: Kernel, message: Message): void {
  message.receiveCount += 1;
  message.firstReceivedAt ||= time.now();
  message.receiptHandle = dice.hex(32);
}

function wakeWhenVisible({ time }: Kernel, queue: Queue, message: Message): void {
  message.calmDown();
  const what = `a message in ${queue.name} becomes visible`;
  message.calmDown = time.after(message.visibleAt - time.now(), what, () => wake(queue));
}
