import {
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Outcome } from '../core/decision.ts';
import { Unavailable } from '../core/errors.ts';
import type { Recorded, RecordKey } from '../core/record.ts';
import type { Records } from '../core/world.ts';
import { relying } from './failures.ts';
import { listedDay } from './listed.ts';
import { outcomeName, partsOf, recordedIn } from './record-item.ts';
import {
  expiry,
  type Item,
  json,
  keptMs,
  keyOf,
  number,
  numberOf,
  type Table,
  text,
  textOf,
} from './table.ts';

/** Some error messages are web pages. */
const maxOutcomeCharacters = 1_000;

/**
 *   nobody came  |  taken: leaseUntil        |  lapsed          |  done
 *   -------------+---------------------------+------------------+-----------
 *   ours         |  busy                     |  ours, resuming  |  done
 */
const nobodyCameYet = 'attribute_not_exists(pk)';
const theLeaseLapsed = '(#state <> :done AND leaseUntil <= :now)';

/** The end of an update with which nothing is left to do. */
const closing = ', #state = :done REMOVE leaseUntil';

export function records(table: Table): Records {
  return {
    lease: (key, until) => lease(table, key, until),
    decided: (key, record) => decided(table, key, record),
    append: (key, outcome, close) => append(table, key, outcome, close),
    read: (key) => read(table, key),
  };
}

const address = (table: Table, { signalId, playbook }: RecordKey) => ({
  TableName: table.name,
  Key: keyOf({ pk: `record#${signalId}`, sk: playbook }),
});

async function lease(
  table: Table,
  key: RecordKey,
  until: Date,
): Promise<Awaited<ReturnType<Records['lease']>>> {
  const now = table.clock.now();
  const command = new UpdateItemCommand({
    ...address(table, key),
    ConditionExpression: `${nobodyCameYet} OR ${theLeaseLapsed}`,
    UpdateExpression: 'SET #state = :open, leaseUntil = :until, expiresAt = :expiresAt',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':open': text('open'),
      ':done': text('done'),
      ':now': number(now.getTime()),
      ':until': number(until.getTime()),
      ':expiresAt': expiry(now, keptMs.record),
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return relying('dynamodb:UpdateItem', async () => {
    try {
      const { Attributes } = await table.client.send(command);
      return { status: 'taken', recorded: await recordedIn(table, Attributes) };
    } catch (thrown) {
      if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
      if (textOf(thrown.Item?.state) === 'done') return { status: 'done' };
      const heldUntil = new Date(numberOf(thrown.Item?.leaseUntil));
      return { status: 'busy', until: heldUntil.toISOString() };
    }
  });
}

/** Only the first decision counts: a try that outlived its lease must not replace what the next one began. */
async function decided(
  table: Table,
  key: RecordKey,
  record: Pick<Recorded, 'signal' | 'facts' | 'decision'>,
): Promise<void> {
  const parts = await partsOf(table, key, record);
  const decidedAt = table.clock.now().toISOString();
  const nothingToDo = record.decision.actions.length === 0;
  const values: Item = {
    ...parts,
    listed: text(listedDay(decidedAt.slice(0, 10))),
    listedAt: text(decidedAt),
    ...(nothingToDo ? { state: text('done') } : {}),
  };
  const names = Object.keys(values);
  const command = new UpdateItemCommand({
    ...address(table, key),
    ConditionExpression: 'attribute_not_exists(decision)',
    UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}${
      nothingToDo ? ' REMOVE leaseUntil' : ''
    }`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`:${name}`, value]),
    ),
  });
  try {
    await table.client.send(command);
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) {
      throw new Unavailable(`another try has decided about ${key.signalId} meanwhile`, { cause });
    }
    await relying('dynamodb:UpdateItem', () => Promise.reject(cause));
  }
}

/** One attribute per action, so that the same outcome twice is one, and the first one stays. */
async function append(
  table: Table,
  key: RecordKey,
  outcome: Outcome,
  isLast: boolean,
): Promise<void> {
  const short = { ...outcome, what: outcome.what.slice(0, maxOutcomeCharacters) };
  const command = new UpdateItemCommand({
    ...address(table, key),
    UpdateExpression: `SET #outcome = if_not_exists(#outcome, :outcome)${isLast ? closing : ''}`,
    ExpressionAttributeNames: {
      '#outcome': outcomeName(outcome.action),
      ...(isLast ? { '#state': 'state' } : {}),
    },
    ExpressionAttributeValues: {
      ':outcome': json(short),
      ...(isLast ? { ':done': text('done') } : {}),
    },
  });
  await relying('dynamodb:UpdateItem', () => table.client.send(command));
}

async function read(table: Table, key: RecordKey): Promise<Recorded | null> {
  const command = new GetItemCommand({ ...address(table, key), ConsistentRead: true });
  const { Item } = await relying('dynamodb:GetItem', () => table.client.send(command));
  return recordedIn(table, Item);
}
