import { createDice } from '../../local/cloud/dice.ts';
import { createDynamoDb } from '../../local/cloud/dynamodb/index.ts';
import { createTime } from '../../local/cloud/time.ts';
import { ApiError } from '../../local/cloud/types.ts';
import type { Clock, World } from '../../shared/core/world.ts';
import { type ConnectOptions, connect } from '../../shared/world/connect.ts';
import { type Reply, refusing, type Sent, wire } from './aws-wire.ts';

export const theEnv = {
  tableName: 'deckhand',
  laterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/later',
  cleanupQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/cleanup',
  noticesQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/notices.fifo',
  failedQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/failed',
  undeliveredQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/undelivered.fifo',
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:deckhand',
  region: 'eu-west-1',
};

/** A clock that stands still until it is set. */
export function aClock(start = '2026-03-01T12:00:00.000Z'): Clock & {
  readonly set: (iso: string) => void;
  readonly pass: (durationMs: number) => void;
} {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs),
    random: () => 0.5,
    set: (iso) => {
      nowMs = Date.parse(iso);
    },
    pass: (durationMs) => {
      nowMs += durationMs;
    },
  };
}

/** The real world over a wire that the test holds the other end of; nothing waits. */
export const worldOn = (options: Partial<ConnectOptions>): World =>
  connect({
    env: theEnv,
    clock: aClock(),
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' },
    retryDelayMs: () => 0,
    ...options,
  });

/** The real world over a wire that answers with `replies`, in their order, the last one again and again. */
export function worldAnswering(...replies: readonly Reply[]): {
  readonly world: World;
  readonly sent: readonly Sent[];
} {
  const { sent, requestHandler } = wire((_, count) => replies[count - 1] ?? replies.at(-1) ?? {});
  return { world: worldOn({ requestHandler }), sent };
}

type Answer = (sent: Pick<Sent, 'action' | 'body'>) => Promise<Reply>;

/** DynamoDB in this process, with the stack's table in it, as the other end of the wire. */
export async function aTable(): Promise<ReturnType<typeof wire> & { readonly answer: Answer }> {
  const { service } = createDynamoDb({
    account: '123456789012',
    region: theEnv.region,
    partition: 'aws',
    time: createTime(new Date('2026-03-01T12:00:00Z')),
    dice: createDice(1),
    emit: () => undefined,
    tell: () => undefined,
  });
  const answer: Answer = async ({ action, body }) => {
    const operation = service.actions[action.replace('dynamodb:', '')];
    if (!operation) return refusing('UnknownOperationException', action);
    const principal = { name: 'test', roleArn: 'arn:aws:iam::123456789012:role/test' };
    try {
      return { body: await operation.answer(body, { principal, region: theEnv.region }) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const refused = { __type: error.code, message: error.message, ...error.body };
      return { status: error.status, body: refused };
    }
  };
  await answer({ action: 'dynamodb:CreateTable', body: tableDefinition });
  while (!(await isActive(answer)));
  return { ...wire(answer), answer };
}

/** A table takes nothing yet while it is being created. */
async function isActive(answer: Answer): Promise<boolean> {
  const { TableName } = tableDefinition;
  const { body } = await answer({ action: 'dynamodb:DescribeTable', body: { TableName } });
  return JSON.stringify(body).includes('"ACTIVE"');
}

const tableDefinition = {
  TableName: theEnv.tableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
};
