import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { RolloutMemory, Rollouts, Turn, TurnLimit } from '../core/rollout.ts';
import { relying } from './failures.ts';
import { listed, quarantine } from './listed.ts';
import { json, type Key, keyOf, number, numberOf, parsed, type Table } from './table.ts';

const rolloutsKey = (serviceArn: string): Key => ({ pk: `rollouts#${serviceArn}`, sk: 'rollouts' });
const turnsKey = (name: string): Key => ({ pk: `turns#${name}`, sk: 'turns' });

/** One item per service, without an expiry: a quarantine ends when a person ends it. */
export const rollouts = (table: Table): RolloutMemory => ({
  load: (serviceArn) => load(table, serviceArn),
  save: (state) => save(table, state),
  takeTurn: (limit) => takeTurn(table, limit),
});

async function load(table: Table, serviceArn: string): Promise<Rollouts> {
  const command = new GetItemCommand({
    TableName: table.name,
    Key: keyOf(rolloutsKey(serviceArn)),
    ConsistentRead: true,
  });
  const { Item } = await relying('dynamodb:GetItem', () => table.client.send(command));
  const none: Rollouts = { serviceArn, revision: 0, newest: null, quarantined: [] };
  return parsed<Rollouts>(Item?.rollouts) ?? none;
}

async function save(table: Table, state: Rollouts): Promise<boolean> {
  const written = { ...state, revision: state.revision + 1 };
  const newest = state.quarantined.at(-1);
  const command = new PutItemCommand({
    TableName: table.name,
    Item: {
      ...keyOf(rolloutsKey(state.serviceArn)),
      rollouts: json(written),
      revision: number(written.revision),
      ...(newest ? listed(quarantine, newest.at) : {}),
    },
    ConditionExpression: 'attribute_not_exists(pk) OR revision = :revision',
    ExpressionAttributeValues: { ':revision': number(state.revision) },
  });
  return relying('dynamodb:PutItem', () => unlessRefused(() => table.client.send(command)));
}

/**
 * A token bucket as one number: when the token after those given out falls in. A turn is there as long as that is no
 * further ahead than the burst reaches; who loses a race for it comes back a token later.
 */
async function takeTurn(table: Table, { name, burst, everyMs }: TurnLimit): Promise<Turn> {
  const now = table.clock.now().getTime();
  const read = new GetItemCommand({
    TableName: table.name,
    Key: keyOf(turnsKey(name)),
    ConsistentRead: true,
  });
  const { Item } = await relying('dynamodb:GetItem', () => table.client.send(read));
  const next = Math.max(now, numberOf(Item?.next));
  const aheadMs = next - now - (burst - 1) * everyMs;
  if (aheadMs > 0) return { granted: false, at: new Date(now + aheadMs).toISOString() };
  const take = new UpdateItemCommand({
    TableName: table.name,
    Key: keyOf(turnsKey(name)),
    ConditionExpression: Item ? '#next = :read' : 'attribute_not_exists(pk)',
    UpdateExpression: 'SET #next = :next',
    ExpressionAttributeNames: { '#next': 'next' },
    ExpressionAttributeValues: {
      ':next': number(next + everyMs),
      ...(Item ? { ':read': number(numberOf(Item.next)) } : {}),
    },
  });
  const isTaken = await relying('dynamodb:UpdateItem', () =>
    unlessRefused(() => table.client.send(take)),
  );
  return isTaken
    ? { granted: true }
    : { granted: false, at: new Date(now + everyMs).toISOString() };
}

async function unlessRefused(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return false;
    throw thrown;
  }
}
