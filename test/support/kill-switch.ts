import type { Scene } from './scene.ts';

/** Puts the item into the table that stops every action, as docs/restarts.md says. */
export async function stopDeckhand({ cloud, call }: Scene): Promise<void> {
  const [table] = cloud.template.resources.tables;
  const texts = { pk: 'kill-switch', sk: 'kill-switch', by: 'maria', why: 'migration' };
  const Item = Object.entries({ ...texts, at: '2026-03-03T08:00:00Z' }).map(([name, S]) => [
    name,
    { S },
  ]);
  await call('dynamodb', 'PutItem', {
    TableName: table?.TableName,
    Item: Object.fromEntries(Item),
  });
}
