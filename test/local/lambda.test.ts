import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { Invocation } from '../../local/cloud/lambda/index.ts';
import type { LambdaFunction } from '../../local/cloud/template/types.ts';
import { aCloud, clientOf, start } from './support/cloud.ts';
import { smallStack } from './support/template.ts';

const red = { source: 'test.app', 'detail-type': 'Colour', detail: { colour: 'red' } };
const minuteMs = 60_000;

/** Notes when a handler ran, in seconds after the start, and then fails. */
function aFailure() {
  const seconds: number[] = [];
  const handler = ({ now }: Invocation): never => {
    seconds.push((now().getTime() - start.getTime()) / 1000);
    throw new RangeError('too red');
  };
  return { seconds, handler };
}

const put = (invocation: Invocation, pk: string) =>
  new DynamoDBClient({
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: invocation.requestHandler,
  }).send(
    new PutItemCommand({
      TableName: invocation.function.environment.TABLE_NAME,
      Item: { pk: { S: pk } },
    }),
  );

describe('a function that waits for events', () => {
  test('gets those that fit its pattern, whole', async () => {
    const events: unknown[] = [];
    const cloud = await aCloud({ watcher: ({ event }) => events.push(event) });

    cloud.kernel.emit(red);
    cloud.kernel.emit({ ...red, detail: { colour: 'blue' } });
    await cloud.time.pass(minuteMs);

    expect(events).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'Colour',
        source: 'test.app',
        account: '123456789012',
        time: '2026-03-02T09:00:00Z',
        region: 'eu-west-1',
        resources: [],
        detail: { colour: 'red' },
      },
    ]);
  });

  test('is told its name, its request and the time it has left', async () => {
    const seen: unknown[] = [];
    const cloud = await aCloud({
      watcher: ({ context }) =>
        seen.push([context.functionName, context.getRemainingTimeInMillis(), context.awsRequestId]),
    });

    await cloud.lambda.invoke('watcher', {});

    expect(seen).toEqual([['small-dev-watcher', 10_000, expect.stringMatching(/^[0-9a-f-]{36}$/)]]);
  });

  test('is tried again after one minute and then two, and then kept by its destination', async () => {
    const { seconds, handler } = aFailure();
    const cloud = await aCloud({ watcher: handler });

    cloud.kernel.emit(red);
    await cloud.time.pass(10 * minuteMs);

    expect(seconds).toEqual([0.5, 60.5, 180.5]);
    const [letter, ...more] = cloud.deadLetters();
    expect(more).toEqual([]);
    expect(letter?.queue).toBe('small-dev-Failed');
    expect(JSON.parse(letter?.body ?? '')).toEqual({
      version: '1.0',
      timestamp: '2026-03-02T09:03:00.500Z',
      requestContext: {
        requestId: cloud.lambda.invocations[0]?.requestId,
        functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:small-dev-watcher:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: expect.objectContaining({ detail: { colour: 'red' } }),
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        functionError: 'Unhandled',
      },
      responsePayload: {
        errorType: 'RangeError',
        errorMessage: 'too red',
        trace: ['RangeError: too red'],
      },
    });
  });

  test('that dies after a call has done it, does nothing more, and is tried again', async () => {
    const done: string[] = [];
    const cloud = await aCloud({
      watcher: async (invocation) => {
        await put(invocation, 'one').catch(() => done.push('saw an error'));
        done.push('one');
        await put(invocation, 'two');
        done.push('two');
      },
    });
    cloud.faults.next({ kind: 'crash-after', principal: 'watcher', call: 1 });

    cloud.kernel.emit(red);
    await cloud.time.pass(1000);
    const afterDeath = { done: [...done], calls: cloud.calls.map(({ input }) => input.Item) };
    await cloud.time.pass(2 * minuteMs);

    expect(afterDeath).toEqual({ done: [], calls: [{ pk: { S: 'one' } }] });
    expect(done).toEqual(['one', 'two']);
    expect(cloud.lambda.invocations.map(({ outcome }) => outcome)).toEqual([
      expect.objectContaining({ errorType: 'Runtime.ExitError' }),
      'ok',
    ]);
  });

  test('that has died does not go on with what it was doing besides', async () => {
    const cloud = await aCloud({
      watcher: async (invocation) => {
        const besides = async (): Promise<void> => {
          await new Promise((resolve) => setImmediate(resolve));
          await put(invocation, 'besides');
        };
        await Promise.all([put(invocation, 'one'), besides()]);
      },
    });
    cloud.faults.next({ kind: 'crash-before', call: 1 });

    await cloud.lambda.invoke('watcher', red);
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));

    expect(cloud.calls).toEqual([]);
  });

  test.each<[string, Partial<LambdaFunction>, unknown]>([
    [
      'is given up early when its event gets too old',
      { maximumEventAgeMs: 90_000 },
      [expect.stringContaining('"condition":"EventAgeExceeded","approximateInvokeCount":2')],
    ],
    [
      'is tried once where no retries are wanted',
      { maximumRetryAttempts: 0 },
      [expect.stringContaining('"condition":"RetriesExhausted","approximateInvokeCount":1')],
    ],
    ['loses its event where its role may not send it to the destination', { statements: [] }, []],
  ])('%s', async (_what, change, letters) => {
    const functions = smallStack.functions.map((fn) => ({ ...fn, ...change }));
    const { handler } = aFailure();
    const cloud = await aCloud({ watcher: handler }, { template: { ...smallStack, functions } });

    cloud.kernel.emit(red);
    await cloud.time.pass(10 * minuteMs);

    expect(cloud.deadLetters().map(({ body }) => body)).toEqual(letters);
  });

  test('that dies before a call has not made it', async () => {
    const cloud = await aCloud({ watcher: (invocation) => put(invocation, 'one') });
    cloud.faults.next({ kind: 'crash-before', call: 1 });

    const result = await cloud.lambda.invoke('watcher', red);

    expect(result.ok).toBe(false);
    expect(cloud.calls).toEqual([]);
  });

  test('may do what its role allows, and is refused the rest in words', async () => {
    const refused = async (invocation: Invocation): Promise<unknown> =>
      new DynamoDBClient(clientOf(await own, invocation.requestHandler))
        .send(new DeleteItemCommand({ TableName: 'small-dev-Table', Key: { pk: { S: 'one' } } }))
        .catch((error: unknown) => error);
    const own = aCloud({
      watcher: async (invocation) => {
        await put(invocation, 'one');
        return refused(invocation);
      },
    });
    const cloud = await own;

    const result = await cloud.lambda.invoke('watcher', red);

    expect(result).toMatchObject({ ok: true, value: { name: 'AccessDeniedException' } });
    expect(result).toHaveProperty(
      'value.message',
      'User: arn:aws:sts::123456789012:assumed-role/small-dev-watcher-eu-west-1-lambdaRole/watcher ' +
        'is not authorized to perform: dynamodb:DeleteItem on resource: ' +
        'arn:aws:dynamodb:eu-west-1:123456789012:table/small-dev-Table ' +
        'with an explicit deny in an identity-based policy',
    );
    expect(cloud.gateway.used).toContainEqual({
      principal: 'watcher',
      action: 'dynamodb:PutItem',
      resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/small-dev-Table',
    });
  });
});

describe('a bus in a bad mood', () => {
  test('delivers twice, late and out of order, the same way for the same seed', async () => {
    const story = async (): Promise<unknown[]> => {
      const seen: unknown[] = [];
      const cloud = await aCloud(
        { watcher: ({ event }) => seen.push(event) },
        { chaos: { duplicates: 1, maxDelayMs: 60_000 } },
      );
      for (const n of [1, 2, 3]) cloud.kernel.emit({ ...red, detail: { colour: 'red', n } });
      await cloud.time.pass(2 * minuteMs);
      return seen;
    };

    const [first, second] = [await story(), await story()];

    const order = first.map((event) => JSON.stringify(event).match(/"n":(\d)/)?.[1]);
    expect(second).toEqual(first);
    expect(order.toSorted()).toEqual(['1', '1', '2', '2', '3', '3']);
    expect(order).not.toEqual(order.toSorted());
  });

  test('brings copies in parallel when asked to: each starts before any has ended', async () => {
    const log: string[] = [];
    const cloud = await aCloud({
      watcher: async (invocation) => {
        log.push('start');
        await put(invocation, 'one');
        log.push('end');
      },
    });
    cloud.bus.duplicate(() => true, 4);

    cloud.kernel.emit(red);
    await cloud.time.pass(minuteMs);

    expect(log).toEqual([...Array(5).fill('start'), ...Array(5).fill('end')]);
  });

  test('loses the one event it was told to, and doubles another', async () => {
    const seen: unknown[] = [];
    const cloud = await aCloud({ watcher: ({ event }) => seen.push(event) });
    cloud.bus.lose(({ detail }) => detail.n === 1);
    cloud.bus.duplicate(({ detail }) => detail.n === 2, 2);

    for (const n of [1, 2, 3]) cloud.kernel.emit({ ...red, detail: { colour: 'red', n } });
    await cloud.time.pass(minuteMs);

    expect(seen.map((event) => JSON.stringify(event).match(/"n":(\d)/)?.[1])).toEqual([
      '2',
      '2',
      '2',
      '3',
    ]);
    expect(cloud.bus.events).toHaveLength(3);
  });
});
