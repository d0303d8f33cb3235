import { createDice } from '../dice.ts';
import { isBody } from '../protocols/json.ts';
import type { Store } from '../sqs/index.ts';
import { ApiError, type Body, type Kernel } from '../types.ts';

/** What was published to a topic: what its mail subscribers would read. */
export type Publication = {
  readonly at: number;
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | null;
  readonly message: string;
  readonly attributes: Body;
  /** Of FIFO topics. */
  readonly group: string | null;
  readonly deduplicationId: string | null;
};

export type Topic = {
  readonly arn: string;
  readonly attributes: Body;
  readonly subscriptions: Subscription[];
};
type Subscription = { readonly arn: string; readonly protocol: string; readonly endpoint: string };

/** Where subscribers are reached. */
export type SnsParts = {
  readonly queues: Store;
  readonly invoke: (functionArn: string, event: Body) => void | Promise<void>;
};

/** The topics, and everything that was published to them. */
export function createTopics(kernel: Kernel, { queues, invoke }: SnsParts) {
  const topics = new Map<string, Topic>();
  const published: Publication[] = [];
  // Their own dice, so that who is subscribed does not change the names of other things.
  const dice = createDice(1);
  const { partition, region, account } = kernel;

  function create(name: string, attributes: Body = {}): string {
    const arn = `arn:${partition}:sns:${region}:${account}:${name}`;
    if (!topics.has(arn)) topics.set(arn, { arn, attributes, subscriptions: [] });
    return arn;
  }

  function find(arn: string): Topic {
    const topic = topics.get(arn);
    if (topic) return topic;
    throw new ApiError('NotFound', 'Topic does not exist', 404);
  }

  function publish(given: Omit<Publication, 'at' | 'messageId'>): Publication {
    const { subscriptions } = find(given.topicArn);
    checkPublish(given);
    const duplicate = duplicateOf(given);
    if (duplicate) return duplicate;
    const publication = { at: kernel.time.now(), messageId: kernel.dice.uuid(), ...given };
    published.push(publication);
    kernel.tell('sns', given.subject ?? given.message.slice(0, 80), { topicArn: given.topicArn });
    for (const subscription of subscriptions) handOn(publication, subscription);
    return publication;
  }

  /** A FIFO topic takes a message with the same deduplication ID within five minutes, and does not hand it on. */
  function duplicateOf({ topicArn, deduplicationId }: Omit<Publication, 'at' | 'messageId'>) {
    if (deduplicationId === null) return undefined;
    return published.find(
      (one) =>
        one.topicArn === topicArn &&
        one.deduplicationId === deduplicationId &&
        kernel.time.now() - one.at < 5 * 60_000,
    );
  }

  function handOn(publication: Publication, { arn, protocol, endpoint }: Subscription): void {
    if (protocol === 'sqs') {
      queues.send(queues.find(endpoint), { body: JSON.stringify(notification(publication)) });
    } else if (protocol === 'lambda') {
      const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: arn };
      const event = { Records: [{ ...record, Sns: notification(publication) }] };
      kernel.time.after(0, `SNS invokes ${endpoint}`, () => invoke(endpoint, event));
    }
  }

  function subscribe(topicArn: string, protocol: string, endpoint: string): string {
    const arn = `${topicArn}:${dice.uuid()}`;
    find(topicArn).subscriptions.push({ arn, protocol, endpoint });
    return arn;
  }

  return { topics, published, create, find, publish, subscribe };
}

export type Topics = ReturnType<typeof createTopics>;

/** Limits of Publish. Source: SNS API reference, `Publish`. */
function checkPublish(given: Omit<Publication, 'at' | 'messageId'>): void {
  const { message, subject, topicArn, group, deduplicationId } = given;
  const invalid = (what: string): ApiError =>
    new ApiError('InvalidParameter', `Invalid parameter: ${what}`);
  if (message === '') throw invalid('Empty message');
  if (Buffer.byteLength(message) > 256 * 1024) throw invalid('Message too long');
  if (topicArn.endsWith('.fifo') && (group === null || deduplicationId === null)) {
    throw invalid('The MessageGroupId parameter is required for FIFO topics');
  }
  if (subject === null) return;
  // A subject becomes a mail's subject: one line of fewer than 100 printable ASCII characters.
  if (subject === '' || subject.length >= 100 || !/^[!-~][ -~]*$/.test(subject)) {
    throw invalid('Subject');
  }
}

/** What subscribers get to read. */
function notification(publication: Publication): Body {
  return {
    Type: 'Notification',
    MessageId: publication.messageId,
    TopicArn: publication.topicArn,
    ...(publication.subject === null ? {} : { Subject: publication.subject }),
    Message: publication.message,
    Timestamp: new Date(publication.at).toISOString(),
    MessageAttributes: Object.fromEntries(
      Object.entries(publication.attributes).map(([name, value]) => [name, asNotified(value)]),
    ),
  };
}

const asNotified = (value: unknown): Body =>
  isBody(value) ? { Type: value.DataType, Value: value.StringValue } : {};
