import { createHash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Source } from '../core/inhibition.ts';
import { relying } from './failures.ts';
import { expiry, type Item, json, keptMs, keyOf, parsed, type Table, text } from './table.ts';

const partitionOf = (group: string): string => `sources#${group}`;

/** One item per source, so that a storm of them fits; an update, as every function may make one. */
export async function rememberSource(table: Table, group: string, source: Source): Promise<void> {
  const sk = createHash('sha256').update(`${source.incident}#${source.about}`).digest('hex');
  const at = new Date(source.at).toISOString();
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: keyOf({ pk: partitionOf(group), sk }),
    UpdateExpression: 'SET #source = :source, #at = :at, firing = :firing, expiresAt = :expiresAt',
    ConditionExpression: 'attribute_not_exists(pk) OR #at < :at',
    ExpressionAttributeNames: { '#source': 'source', '#at': 'at' },
    ExpressionAttributeValues: {
      ':source': json(source),
      ':at': text(at),
      ':firing': { BOOL: source.firing },
      ':expiresAt': expiry(table.clock.now(), keptMs.source),
    },
  });
  await relying('dynamodb:UpdateItem', async () => {
    try {
      await table.client.send(command);
    } catch (thrown) {
      // A later word about it is known already, or this very one.
      if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
    }
  });
}

export async function firingSources(
  table: Table,
  group: string,
  since: string,
): Promise<readonly Source[]> {
  const found: Source[] = [];
  let from: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'firing = :firing AND #at >= :since',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: {
        ':pk': text(partitionOf(group)),
        ':firing': { BOOL: true },
        ':since': text(since),
      },
      ConsistentRead: true,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    const page = await relying('dynamodb:Query', () => table.client.send(command));
    found.push(...(page.Items ?? []).flatMap((item) => parsed<Source>(item.source) ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}
