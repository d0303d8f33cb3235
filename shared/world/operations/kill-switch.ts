import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { KillSwitch } from '../../core/world.ts';
import { asking } from '../failures.ts';
import { killSwitchIn, killSwitchKey } from '../memory.ts';
import { keyOf, type Table, text } from '../table.ts';

/** From the next decision on nothing is done: every decision reads this item, consistently. */
export async function stop(table: Table, { by, at, why }: KillSwitch): Promise<void> {
  const command = new PutItemCommand({
    TableName: table.name,
    Item: { ...keyOf(killSwitchKey), by: text(by), at: text(at), why: text(why) },
  });
  await asking('dynamodb:PutItem', () => table.client.send(command));
}

export async function start(table: Table): Promise<KillSwitch | null> {
  const command = new DeleteItemCommand({
    TableName: table.name,
    Key: keyOf(killSwitchKey),
    ReturnValues: 'ALL_OLD',
  });
  const { Attributes } = await asking('dynamodb:DeleteItem', () => table.client.send(command));
  return killSwitchIn(Attributes);
}
