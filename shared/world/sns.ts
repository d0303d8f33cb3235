import { createHash } from 'node:crypto';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { parseArn } from '../core/arn.ts';
import type { Sns } from '../core/channels.ts';
import type { Connection } from './connection.ts';
import { asking } from './failures.ts';

/** SNS takes fewer than 100 characters, no control characters and no line breaks. Source: SNS API, Publish. */
const subjectCharacters = 99;
const maxTextBytes = 200 * 1_024;

export function sns(connection: Connection, ownTopicArn: string): Sns {
  const clients = new Map<string | undefined, SNSClient>();
  const clientIn = (region: string | undefined): SNSClient => {
    const client = clients.get(region) ?? new SNSClient(connection.settings(region));
    clients.set(region, client);
    return client;
  };
  return {
    async publish({ topicArn, subject, text, attributes, conversation, id }) {
      const TopicArn = topicArn ?? ownTopicArn;
      const command = new PublishCommand({
        TopicArn,
        ...(subject === null ? {} : { Subject: subjectOf(subject) }),
        Message: cut(text),
        MessageAttributes: attributesOf(attributes),
        ...(TopicArn.endsWith('.fifo') ? inOrder(conversation, id) : {}),
      });
      const client = clientIn(parseArn(TopicArn)?.region);
      await asking(`sns:Publish on ${TopicArn}`, () => client.send(command));
    },
  };
}

/** Both are at most 128 characters of a few kinds. Source: SNS API, Publish. */
const inOrder = (conversation: string, id: string) => ({
  MessageGroupId: sha256(conversation),
  MessageDeduplicationId: sha256(id),
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function subjectOf(subject: string): string {
  const oneLine = subject.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim() || 'Deckhand';
  if (oneLine.length <= subjectCharacters) return oneLine;
  return `${oneLine.slice(0, subjectCharacters - 1).toWellFormed()}…`;
}

/** Never refused for its length: the beginning says what it is about. */
function cut(text: string): string {
  const bytes = Buffer.from(text || ' ');
  if (bytes.length <= maxTextBytes) return bytes.toString();
  return `${bytes.subarray(0, maxTextBytes).toString()}…`;
}

/** SNS refuses attributes without a value. */
const attributesOf = (attributes: Readonly<{ [name: string]: string }>) =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== '')
      .map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
