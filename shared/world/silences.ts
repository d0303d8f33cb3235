import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Silence } from '../core/silence.ts';
import { relying } from './failures.ts';
import { expiry, type Item, json, keptMs, keyOf, parsed, type Table, text } from './table.ts';

/** All silences are one partition, so that one query reads them: people write few. */
const partition = 'silences';

export async function silences(table: Table): Promise<readonly Silence[]> {
  const found: Silence[] = [];
  let from: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': text(partition) },
      ConsistentRead: true,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    const page = await relying('dynamodb:Query', () => table.client.send(command));
    found.push(...(page.Items ?? []).flatMap((item) => parsed<Silence>(item.silence) ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}

/** It is kept for some days after its end, for people who ask what was silenced. */
export async function saveSilence(table: Table, silence: Silence): Promise<void> {
  const command = new PutItemCommand({
    TableName: table.name,
    Item: {
      ...keyOf({ pk: partition, sk: silence.id }),
      silence: json(silence),
      expiresAt: expiry(new Date(silence.endsAt), keptMs.endedSilence),
    },
  });
  await relying('dynamodb:PutItem', () => table.client.send(command));
}
