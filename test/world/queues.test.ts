import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../shared/core/json.ts';
import { refusing, type Sent, wire } from '../support/aws-wire.ts';
import { aNotice } from '../support/notices.ts';
import { aClock, theEnv, worldOn } from '../support/world.ts';

/** SQS answers with the MD5 of what it took, which the SDK compares with what it sent. */
function queues() {
  const { sent, requestHandler } = wire(({ body }) => ({
    body: { MessageId: 'm', MD5OfMessageBody: md5(String(body.MessageBody)) },
  }));
  const clock = aClock('2026-03-01T12:00:00.000Z');
  return { world: worldOn({ requestHandler, clock }), sent, clock };
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const bodyOf = (sent: Sent | undefined): Json => JSON.parse(String(sent?.body.MessageBody));

describe('a call for later', () => {
  const call = { id: 'call-1', playbook: 'restart', about: { what: 'try-again', attempt: 2 } };

  test.each([
    ['now', '2026-03-01T12:00:00.000Z', 0],
    ['in the past', '2026-03-01T11:00:00.000Z', 0],
    ['within the second', '2026-03-01T12:00:00.001Z', 1],
    ['in ten seconds', '2026-03-01T12:00:10.000Z', 10],
    ['in a quarter of an hour', '2026-03-01T12:15:00.000Z', 900],
    ['tomorrow', '2026-03-02T12:00:00.000Z', 900],
  ])('that is due %s waits as long as SQS can make it', async (_, at, DelaySeconds) => {
    const { world, sent } = queues();

    await world.later.call(call, at);

    expect(sent).toMatchObject([
      { action: 'sqs:SendMessage', body: { QueueUrl: theEnv.laterQueueUrl, DelaySeconds } },
    ]);
    expect(bodyOf(sent[0])).toEqual({ call, at });
  });

  test('that the queue does not take is Unavailable', async () => {
    const { requestHandler } = wire(() => refusing('QueueDoesNotExist', 'gone'));

    const calling = worldOn({ requestHandler }).later.call(call, '2026-03-01T12:00:00.000Z');

    await expect(calling).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('a notice', () => {
  test('goes to the group of its receiver, and is the same message for every duplicate', async () => {
    const { world, sent } = queues();
    const notice = aNotice({ id: 'signal/restart/1' });

    await world.notices.send('ops', notice);

    expect(sent).toMatchObject([
      {
        action: 'sqs:SendMessage',
        body: {
          QueueUrl: theEnv.noticesQueueUrl,
          MessageGroupId: 'ops',
          MessageDeduplicationId: sha256(`signal/restart/1#ops#${notice.incident}`),
        },
      },
    ]);
    expect(bodyOf(sent[0])).toEqual({ receiver: 'ops', notice });
  });

  test('for a receiver whose name SQS would refuse goes to the group of its hash', async () => {
    const { world, sent } = queues();

    await world.notices.send('Équipe de garde', aNotice());

    expect(sent[0]?.body.MessageGroupId).toBe(sha256('Équipe de garde'));
  });

  test('survives characters that SQS does not take', async () => {
    const { world, sent } = queues();
    const notice = aNotice({ summary: 'a\u0000b\u001b[31m\uffff\ufffe\ud800 🚢' });

    await world.notices.send('ops', notice);

    expect(String(sent[0]?.body.MessageBody)).not.toMatch(/[\p{Cc}\ufffe\uffff]/u);
    expect(bodyOf(sent[0])).toEqual({ receiver: 'ops', notice });
  });
});

describe('a dead letter', () => {
  test('is the raw event, why, and when', async () => {
    const { world, sent } = queues();
    const event = { source: 'aws.ecs', detail: { taskArn: null } };

    await world.deadLetters.keep({ event, why: 'detail.taskArn is no text' });

    expect(sent[0]?.body.QueueUrl).toBe(theEnv.failedQueueUrl);
    expect(bodyOf(sent[0])).toEqual({
      event,
      why: 'detail.taskArn is no text',
      at: '2026-03-01T12:00:00.000Z',
    });
  });

  test.each(['x', '"', '船', '\u0001'])(
    'too large for a message is kept as its beginning (%j)',
    async (character) => {
      const { world, sent } = queues();
      const event = { detail: character.repeat(300 * 1_024) };

      await world.deadLetters.keep({ event, why: character.repeat(300 * 1_024) });

      const text = String(sent[0]?.body.MessageBody);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256 * 1_024);
      expect(bodyOf(sent[0])).toMatchObject({
        event: expect.stringMatching(/^\{"detail":"/),
        cut: true,
      });
    },
  );
});
