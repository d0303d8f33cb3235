import type { Silence } from '../../shared/core/silence.ts';
import type { Scene } from './scene.ts';

/** Puts a silence into the table, as `deckhand silence add` does; it holds from now on. */
export async function silence(
  { cloud, call }: Scene,
  forMs: number,
  given: Partial<Silence> = {},
): Promise<void> {
  const [table] = cloud.template.resources.tables;
  const silenced: Silence = {
    id: 's1',
    matchers: [{ label: 'cluster', operator: '=', value: 'prod' }],
    startsAt: new Date(cloud.time.now()).toISOString(),
    endsAt: new Date(cloud.time.now() + forMs).toISOString(),
    author: 'ann',
    comment: 'load test',
    ...given,
  };
  await call('dynamodb', 'PutItem', {
    TableName: table?.TableName,
    Item: {
      pk: { S: 'silences' },
      sk: { S: silenced.id },
      silence: { S: JSON.stringify(silenced) },
    },
  });
}
