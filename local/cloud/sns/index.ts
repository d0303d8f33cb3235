import { z } from 'zod';
import { action, page } from '../action.ts';
import type { Store } from '../sqs/index.ts';
import { ApiError, type Body, type Kernel, type Service } from '../types.ts';

/** What was published to a topic: what its mail subscribers would read. */
export type Publication = {
  readonly at: number;
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | null;
  readonly message: string;
  readonly attributes: Body;
};

type Topic = {
  readonly arn: string;
  readonly attributes: Body;
  readonly subscriptions: Subscription[];
};
type Subscription = { readonly arn: string; readonly protocol: string; readonly endpoint: string };

export type Sns = {
  readonly service: Service;
  /** Makes a topic, or finds it; answers its ARN. */
  readonly createTopic: (name: string) => string;
  readonly published: readonly Publication[];
};

const Publish = z.object({
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.string().optional(),
  MessageAttributes: z.record(z.string(), z.unknown()).optional(),
});
const Subscribe = z.object({ TopicArn: z.string(), Protocol: z.string(), Endpoint: z.string() });
const Arn = z.object({ TopicArn: z.string() });
const Token = z.object({ NextToken: z.string().optional() });

/** Amazon SNS: topics that keep what was published and hand it on to SQS subscribers. */
export function createSns(kernel: Kernel, queues: Store): Sns {
  const topics = new Map<string, Topic>();
  const published: Publication[] = [];
  const { partition, region, account } = kernel;
  const on = (name: string) => (input: { readonly TopicArn: string }) => [
    { action: `sns:${name}`, resource: input.TopicArn },
  ];

  function find(arn: string): Topic {
    const topic = topics.get(arn);
    if (topic) return topic;
    throw new ApiError('NotFound', 'Topic does not exist', 404);
  }

  function createTopic(name: string, attributes: Body = {}): string {
    const arn = `arn:${partition}:sns:${region}:${account}:${name}`;
    if (!topics.has(arn)) topics.set(arn, { arn, attributes, subscriptions: [] });
    return arn;
  }

  function publish(input: z.infer<typeof Publish>): Body {
    const topic = find(input.TopicArn);
    checkPublish(input);
    const publication: Publication = {
      at: kernel.time.now(),
      messageId: kernel.dice.uuid(),
      topicArn: topic.arn,
      subject: input.Subject ?? null,
      message: input.Message,
      attributes: input.MessageAttributes ?? {},
    };
    published.push(publication);
    kernel.tell('sns', input.Subject ?? input.Message.slice(0, 80), { topicArn: topic.arn });
    for (const { protocol, endpoint } of topic.subscriptions) {
      if (protocol !== 'sqs') continue;
      queues.send(queues.find(endpoint), { body: notification(publication) });
    }
    return { MessageId: publication.messageId };
  }

  function subscribe(input: z.infer<typeof Subscribe>): Body {
    const topic = find(input.TopicArn);
    const arn = `${topic.arn}:${kernel.dice.uuid()}`;
    topic.subscriptions.push({ arn, protocol: input.Protocol, endpoint: input.Endpoint });
    return { SubscriptionArn: arn };
  }

  const list = ({ NextToken }: z.infer<typeof Token>): Body => {
    const { items, nextToken } = page([...topics.keys()], NextToken, 100);
    return { Topics: items.map((TopicArn) => ({ TopicArn })), NextToken: nextToken };
  };

  const listSubscriptions = ({ NextToken }: z.infer<typeof Token>): Body => {
    const all = [...topics.values()].flatMap(subscriptionsOf);
    const { items, nextToken } = page(all, NextToken, 100);
    return { Subscriptions: items, NextToken: nextToken };
  };

  function subscriptionsOf(topic: Topic): Body[] {
    return topic.subscriptions.map(({ arn, protocol, endpoint }) => ({
      SubscriptionArn: arn,
      Owner: account,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topic.arn,
    }));
  }

  const attributesOf = ({ TopicArn }: z.infer<typeof Arn>): Body => {
    const { arn, attributes, subscriptions } = find(TopicArn);
    const counted = { TopicArn: arn, Owner: account, SubscriptionsConfirmed: subscriptions.length };
    return { Attributes: new Map(Object.entries({ ...counted, ...attributes })) };
  };

  const CreateTopic = z.object({
    Name: z.string(),
    Attributes: z.record(z.string(), z.unknown()).optional(),
  });
  const actions = {
    Publish: action({ input: Publish, permissions: on('Publish'), answer: publish }),
    Subscribe: action({ input: Subscribe, permissions: on('Subscribe'), answer: subscribe }),
    CreateTopic: action({
      input: CreateTopic,
      answer: ({ Name, Attributes }) => ({ TopicArn: createTopic(Name, Attributes) }),
    }),
    ListTopics: action({ input: Token, answer: list }),
    ListSubscriptions: action({ input: Token, answer: listSubscriptions }),
    ListSubscriptionsByTopic: action({
      input: Arn,
      answer: ({ TopicArn }) => ({ Subscriptions: subscriptionsOf(find(TopicArn)) }),
    }),
    GetTopicAttributes: action({
      input: Arn,
      permissions: on('GetTopicAttributes'),
      answer: attributesOf,
    }),
  };
  return { service: { name: 'sns', actions }, createTopic, published };
}

/** Limits of Publish. Source: SNS API reference, `Publish`. */
function checkPublish({ Message, Subject }: z.infer<typeof Publish>): void {
  const invalid = (what: string): ApiError =>
    new ApiError('InvalidParameter', `Invalid parameter: ${what}`);
  if (Message === '') throw invalid('Empty message');
  if (Buffer.byteLength(Message) > 256 * 1024) throw invalid('Message too long');
  if (Subject === undefined) return;
  // A subject becomes a mail's subject: one line of fewer than 100 printable ASCII characters.
  if (Subject === '' || Subject.length >= 100 || !/^[!-~][ -~]*$/.test(Subject)) {
    throw invalid('Subject');
  }
}

/** What SQS subscribers get to read. */
function notification(publication: Publication): string {
  const MessageAttributes = publication.attributes;
  return JSON.stringify({
    Type: 'Notification',
    MessageId: publication.messageId,
    TopicArn: publication.topicArn,
    ...(publication.subject === null ? {} : { Subject: publication.subject }),
    Message: publication.message,
    Timestamp: new Date(publication.at).toISOString(),
    ...(Object.keys(MessageAttributes).length > 0 ? { MessageAttributes } : {}),
  });
}
