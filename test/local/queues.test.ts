import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import type { Cloud } from '../../local/cloud/cloud.ts';
import type { Invocation } from '../../local/cloud/lambda/index.ts';
import { isBody } from '../../local/cloud/protocols/json.ts';
import { aCloud, clientOf, start } from './support/cloud.ts';

const minuteMs = 60_000;

const isQueueEvent = (event: unknown): event is SQSEvent =>
  isBody(event) && Array.isArray(event.Records);

/** Notes each batch and fails the messages that `isBad` names, reporting them. */
function aWorker(isBad: (body: string, receives: number) => boolean = () => false) {
  const batches: { readonly second: number; readonly bodies: readonly string[] }[] = [];
  const handler = ({ event, now }: Invocation): unknown => {
    if (!isQueueEvent(event)) throw new TypeError('not a queue event');
    const bodies = event.Records.map(({ body }) => body);
    batches.push({ second: (now().getTime() - start.getTime()) / 1000, bodies });
    const failed = event.Records.filter(({ body, attributes }) =>
      isBad(body, Number(attributes.ApproximateReceiveCount)),
    );
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
  return { batches, handler };
}

function send(cloud: Cloud, queue: string, body: string, rest: { [field: string]: unknown } = {}) {
  const QueueUrl = `https://sqs.eu-west-1.amazonaws.com/123456789012/small-dev-${queue}`;
  const command = new SendMessageCommand({ QueueUrl, MessageBody: body, ...rest });
  return new SQSClient(clientOf(cloud)).send(command);
}

describe('a queue that a function works off', () => {
  test('brings what came together in one batch, and keeps nothing that was done', async () => {
    const { batches, handler } = aWorker();
    const cloud = await aCloud({ worker: handler });

    for (const body of ['a', 'b', 'c']) await send(cloud, 'Work', body);
    await cloud.time.pass(minuteMs);

    expect(batches).toEqual([{ second: 0.2, bodies: ['a', 'b', 'c'] }]);
    expect(cloud.queues.find('small-dev-Work').messages).toEqual([]);
  });

  test('holds a message back until its delay is over', async () => {
    const { batches, handler } = aWorker();
    const cloud = await aCloud({ worker: handler });

    await send(cloud, 'Work', 'late', { DelaySeconds: 900 });
    await cloud.time.pass(20 * minuteMs);

    expect(batches).toEqual([{ second: 900.2, bodies: ['late'] }]);
  });

  test('brings only what failed again, when its visibility timeout is over', async () => {
    const { batches, handler } = aWorker((body, receives) => body === 'b' && receives === 1);
    const cloud = await aCloud({ worker: handler });

    for (const body of ['a', 'b']) await send(cloud, 'Work', body);
    await cloud.time.pass(5 * minuteMs);

    expect(batches.map(({ bodies }) => bodies)).toEqual([['a', 'b'], ['b']]);
    expect(batches[1]?.second).toBeGreaterThanOrEqual(60);
  });

  test('moves what failed three times to the dead-letter queue', async () => {
    const { batches, handler } = aWorker(() => true);
    const cloud = await aCloud({ worker: handler });

    await send(cloud, 'Work', 'bad');
    await cloud.time.pass(10 * minuteMs);

    expect(batches).toHaveLength(3);
    expect(cloud.deadLetters()).toMatchObject([{ queue: 'small-dev-Dead', body: 'bad' }]);
  });

  test.each<[string, unknown]>([
    ['throws', undefined],
    ['answers what Lambda cannot read', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ])('keeps the whole batch when the function %s', async (_what, answer) => {
    const cloud = await aCloud({
      worker: () => {
        if (answer === undefined) throw new Error('no');
        return answer;
      },
    });

    await send(cloud, 'Work', 'a');
    await cloud.time.pass(1000);

    expect(cloud.queues.find('small-dev-Work').messages).toHaveLength(1);
  });
});

describe('a FIFO queue', () => {
  const told = (cloud: Cloud, body: string, group: string, id = body) =>
    send(cloud, 'Told.fifo', body, { MessageGroupId: group, MessageDeduplicationId: id });

  test('keeps a group in order, and lets other groups pass the one that waits', async () => {
    const { batches, handler } = aWorker(
      (body, receives) => body.startsWith('a') && receives === 1,
    );
    const cloud = await aCloud({ teller: handler });

    await told(cloud, 'a1', 'a');
    await told(cloud, 'a2', 'a');
    await told(cloud, 'b1', 'b');
    await cloud.time.pass(1000);
    await told(cloud, 'a3', 'a');
    await told(cloud, 'b2', 'b');
    await cloud.time.pass(1000);
    const meanwhile = batches.map(({ bodies }) => bodies);
    await cloud.time.pass(5 * minuteMs);

    expect(meanwhile).toEqual([['a1', 'a2', 'b1'], ['b2']]);
    expect(batches.slice(2).map(({ bodies }) => bodies)).toEqual([['a1', 'a2', 'a3'], ['a3']]);
  });

  test('takes the same message once within five minutes', async () => {
    const { batches, handler } = aWorker();
    const cloud = await aCloud({ teller: handler });

    await told(cloud, 'x', 'a', 'same');
    await cloud.time.pass(4 * minuteMs);
    await told(cloud, 'x', 'a', 'same');
    await cloud.time.pass(2 * minuteMs);
    await told(cloud, 'x', 'a', 'same');
    await cloud.time.pass(minuteMs);

    expect(batches.flatMap(({ bodies }) => bodies)).toEqual(['x', 'x']);
  });

  test.each([
    ['a message group', {}, 'MissingParameter'],
    ['a deduplication id', { MessageGroupId: 'a' }, 'InvalidParameterValue'],
  ])('wants %s', async (_what, rest, name) => {
    const cloud = await aCloud();

    await expect(send(cloud, 'Told.fifo', 'x', rest)).rejects.toMatchObject({ name });
  });
});
