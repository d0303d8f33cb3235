import { expect, test } from '@jest/globals';
import { type Reply, wire } from '../support/aws-wire.ts';
import { theEnv, worldOn } from '../support/world.ts';

const published =
  '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';

const refused = (code: string, message: string, status: number): Reply => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

function topic(reply: Reply = { body: published }) {
  const { sent, requestHandler } = wire(() => reply);
  return { sns: worldOn({ requestHandler }).sns, sent };
}

const aMessage = {
  ...{ topicArn: null, subject: 'report failed', text: 'It did.', attributes: {} },
  ...{ conversation: 'prod/report#spot', id: 'opened' },
};

test('without a topic the stack’s own is told, with attributes to filter by', async () => {
  const { sns, sent } = topic();

  await sns.publish({ ...aMessage, attributes: { severity: 'error', service: '' } });

  expect(sent).toMatchObject([
    {
      action: 'sns:Publish',
      body: {
        TopicArn: theEnv.topicArn,
        Subject: 'report failed',
        Message: 'It did.',
        'MessageAttributes.entry.1.Name': 'severity',
        'MessageAttributes.entry.1.Value.DataType': 'String',
        'MessageAttributes.entry.1.Value.StringValue': 'error',
      },
    },
  ]);
  expect(sent[0]?.body).not.toHaveProperty('MessageAttributes.entry.2.Name');
});

test('a FIFO topic is told in the order of the conversation, and a repeated message by the same id', async () => {
  const { sns, sent } = topic();
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:ops.fifo';

  for (const id of ['opened', 'opened', 'resolved']) {
    await sns.publish({ ...aMessage, topicArn, id });
  }
  await sns.publish(aMessage);

  const [opened, again, resolved, standard] = sent.map(({ body }) => body);
  expect(again).toEqual(opened);
  expect(resolved?.MessageGroupId).toBe(opened?.MessageGroupId);
  expect(resolved?.MessageDeduplicationId).not.toBe(opened?.MessageDeduplicationId);
  expect(opened?.MessageGroupId).toMatch(/^[\da-f]{64}$/);
  expect(standard).not.toHaveProperty('MessageGroupId');
});

test('a topic in another region is told there', async () => {
  const { sns, sent } = topic();

  await sns.publish({ ...aMessage, topicArn: 'arn:aws:sns:us-east-1:123456789012:ops' });

  expect(sent[0]?.host).toBe('sns.us-east-1.amazonaws.com');
});

test.each([
  ['two\r\nlines\u2028and\u0007more', 'two lines and more'],
  ['  spaces ', 'spaces'],
  ['\n', 'Deckhand'],
  ['x'.repeat(99), 'x'.repeat(99)],
  ['x'.repeat(100), `${'x'.repeat(98)}…`],
])('the subject is one line of fewer than 100 characters (%#)', async (subject, expected) => {
  const { sns, sent } = topic();

  await sns.publish({ ...aMessage, subject });

  expect(sent[0]?.body.Subject).toBe(expected);
});

test('a text too long for SNS is cut, not lost', async () => {
  const { sns, sent } = topic();

  await sns.publish({ ...aMessage, text: '船'.repeat(200_000) });

  expect(Buffer.byteLength(String(sent[0]?.body.Message))).toBeLessThanOrEqual(256 * 1_024);
  expect(String(sent[0]?.body.Message)).toMatch(/^船.*…$/);
});

test.each([
  ['NotFound', 'Topic does not exist', 404, 'BadInput'],
  ['AuthorizationError', 'not authorized to perform: SNS:Publish', 403, 'BadInput'],
  ['Throttling', 'Rate exceeded', 400, 'Unavailable'],
  ['InternalError', 'oops', 500, 'Unavailable'],
])('%s is %4$s', async (code, message, status, name) => {
  const { sns } = topic(refused(code, message, status));

  const publishing = sns.publish(aMessage);

  await expect(publishing).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
});
