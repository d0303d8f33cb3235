import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction, Body, Kernel, Service } from '../types.ts';
import {
  createTopics,
  type Publication,
  type SnsParts,
  type Topic,
  type Topics,
} from './topics.ts';

const Publish = z.object({
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.string().optional(),
  MessageAttributes: z.record(z.string(), z.unknown()).optional(),
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
});
const Subscribe = z.object({ TopicArn: z.string(), Protocol: z.string(), Endpoint: z.string() });
const CreateTopic = z.object({
  Name: z.string(),
  Attributes: z.record(z.string(), z.unknown()).optional(),
});
const Arn = z.object({ TopicArn: z.string() });
const Token = z.object({ NextToken: z.string().optional() });

export type Sns = {
  readonly service: Service;
  /** Makes a topic, or finds it; answers its ARN. */
  readonly createTopic: (name: string) => string;
  readonly subscribe: Topics['subscribe'];
  readonly published: readonly Publication[];
};

/** Amazon SNS: topics that keep what was published and hand it on to SQS and Lambda subscribers. */
export function createSns(kernel: Kernel, parts: SnsParts): Sns {
  const topics = createTopics(kernel, parts);
  const actions = { ...writing(topics), ...reading(topics, kernel.account) };
  const { create: createTopic, subscribe, published } = topics;
  return { service: { name: 'sns', actions }, createTopic, subscribe, published };
}

type Actions = { readonly [action: string]: ApiAction };

const on = (name: string) => (input: { readonly TopicArn: string }) => [
  { action: `sns:${name}`, resource: input.TopicArn },
];

function writing(topics: Topics): Actions {
  return {
    Publish: action({
      input: Publish,
      permissions: on('Publish'),
      answer({ TopicArn, Message, Subject, MessageAttributes, ...fifo }) {
        const { messageId } = topics.publish({
          topicArn: TopicArn,
          subject: Subject ?? null,
          message: Message,
          attributes: MessageAttributes ?? {},
          group: fifo.MessageGroupId ?? null,
          deduplicationId: fifo.MessageDeduplicationId ?? null,
        });
        return { MessageId: messageId };
      },
    }),
    CreateTopic: action({
      input: CreateTopic,
      answer: ({ Name, Attributes }) => ({ TopicArn: topics.create(Name, Attributes) }),
    }),
    Subscribe: action({
      input: Subscribe,
      permissions: on('Subscribe'),
      answer: ({ TopicArn, Protocol, Endpoint }) => ({
        SubscriptionArn: topics.subscribe(TopicArn, Protocol, Endpoint),
      }),
    }),
  };
}

function reading(topics: Topics, account: string): Actions {
  return {
    ListTopics: action({
      input: Token,
      answer({ NextToken }) {
        const { items, nextToken } = page([...topics.topics.keys()], NextToken, 100);
        return { Topics: items.map((TopicArn) => ({ TopicArn })), NextToken: nextToken };
      },
    }),
    ListSubscriptions: action({
      input: Token,
      answer({ NextToken }) {
        const all = [...topics.topics.values()].flatMap((topic) => subscriptionsOf(topic, account));
        const { items, nextToken } = page(all, NextToken, 100);
        return { Subscriptions: items, NextToken: nextToken };
      },
    }),
    ListSubscriptionsByTopic: action({
      input: Arn,
      answer: ({ TopicArn }) => ({
        Subscriptions: subscriptionsOf(topics.find(TopicArn), account),
      }),
    }),
    GetTopicAttributes: action({
      input: Arn,
      permissions: on('GetTopicAttributes'),
      answer: ({ TopicArn }) => ({ Attributes: attributesOf(topics.find(TopicArn), account) }),
    }),
  };
}

const attributesOf = (topic: Topic, account: string): Map<string, unknown> =>
  new Map<string, unknown>([
    ['TopicArn', topic.arn],
    ['Owner', account],
    ['SubscriptionsConfirmed', topic.subscriptions.length],
    ...Object.entries(topic.attributes),
  ]);

const subscriptionsOf = ({ arn: TopicArn, subscriptions }: Topic, Owner: string): Body[] =>
  subscriptions.map(({ arn, protocol, endpoint }) => ({
    SubscriptionArn: arn,
    Owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn,
  }));
