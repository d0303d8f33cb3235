import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect } from '@jest/globals';
import { BadInput } from '../../shared/core/errors.ts';
import { aNotice } from '../support/notices.ts';
import { policyFor } from '../support/topics.ts';
import type { Clause } from './contract.ts';
import { settings } from './place.ts';

const message = {
  subject: 'report failed',
  text: 'Why – and what now.',
  attributes: { severity: 'error' },
  conversation: 'report',
  id: 'report#1',
};

const aCall = (id: string) => ({ id, playbook: 'restart', about: { what: 'look' } });

/** Queues and topics. */
export function aboutMessages(clause: Clause): void {
  const sqs = () => new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });

  const receive = async (QueueUrl: string) => {
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    return Messages;
  };

  /** A queue that has subscribed to the topic, and lets it send. */
  async function listen(topicArn: string): Promise<string> {
    const { QueueUrl = '' } = await sqs().send(
      new CreateQueueCommand({ QueueName: 'contract-people' }),
    );
    const { Attributes } = await sqs().send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    const Endpoint = Attributes?.QueueArn;
    const Policy = policyFor(topicArn, Endpoint);
    await sqs().send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    const subscription = { TopicArn: topicArn, Protocol: 'sqs', Endpoint };
    await new SNSClient(settings).send(new SubscribeCommand(subscription));
    return QueueUrl;
  }

  clause('a call that is due is on its queue at once', async ({ world, queueUrls }) => {
    await world.later.call(aCall('due'), new Date().toISOString());

    const [message] = await receive(queueUrls.later);

    expect(JSON.parse(message?.Body ?? '{}')).toMatchObject({ call: aCall('due') });
  });

  clause('a call that is not due yet is not seen', async ({ world, queueUrls }) => {
    await world.later.call(aCall('early'), new Date(Date.now() + 600_000).toISOString());

    const bodies = (await receive(queueUrls.later)).map(({ Body = '' }) => Body);

    expect(bodies.filter((body) => body.includes('early'))).toEqual([]);
  });

  clause("a receiver's notices are one message group", async ({ world, queueUrls }) => {
    await world.notices.send('ops', aNotice({ id: 'first' }));
    await world.notices.send('ops', aNotice({ id: 'first' }));
    await world.notices.send('mail', aNotice({ id: 'first' }));

    const messages = await receive(queueUrls.notices);

    const groups = messages.map(({ Attributes }) => Attributes?.MessageGroupId).sort();
    expect(groups).toEqual(['mail', 'ops']);
    expect(new Set(messages.map(({ Body = '' }) => JSON.parse(Body).notice.id))).toEqual(
      new Set(['first']),
    );
  });

  clause('notices that were received can be put off', async ({ world, queueUrls }) => {
    await world.notices.send('slow', aNotice({ id: 'slow' }));
    const handles = (await receive(queueUrls.notices)).map(
      ({ ReceiptHandle = '' }) => ReceiptHandle,
    );
    await world.notices.putOff(handles, 600_000);

    expect(handles).toHaveLength(1);
    expect(await receive(queueUrls.notices)).toEqual([]);
  });

  clause('what cannot be read is kept, raw', async ({ world, queueUrls }) => {
    await world.deadLetters.keep({ event: { 'detail-type': 'odd \uFFFE' }, why: 'no id' });

    const [letter] = await receive(queueUrls.failed);

    expect(JSON.parse(letter?.Body ?? '{}')).toMatchObject({
      event: { 'detail-type': 'odd \uFFFE' },
    });
  });

  clause('what is published reaches who has subscribed', async ({ world, topicArn }) => {
    const QueueUrl = await listen(topicArn);

    await world.sns.publish({ ...message, topicArn: null });
    const [heard] = await receive(QueueUrl);

    expect(JSON.parse(heard?.Body ?? '{}')).toMatchObject({
      Subject: 'report failed',
      Message: 'Why – and what now.',
      MessageAttributes: { severity: { Type: 'String', Value: 'error' } },
    });
  });

  clause('a topic that is not there is no passing trouble', async ({ world, topicArn }) => {
    await expect(world.sns.publish({ ...message, topicArn: `${topicArn}-gone` })).rejects.toThrow(
      BadInput,
    );
  });
}
