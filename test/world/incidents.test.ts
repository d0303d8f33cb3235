import { expect, test } from '@jest/globals';
import { anIncident } from '../support/notices.ts';
import { aTable, worldOn } from '../support/world.ts';

async function memory() {
  const { requestHandler, sent } = await aTable();
  return { memory: worldOn({ requestHandler }).memory, sent };
}

test('an incident is null until it is saved, then what was saved, one revision on', async () => {
  const { memory: table } = await memory();
  const before = await table.loadIncident('ops', 'prod/report#out-of-memory');

  await table.saveIncident(anIncident());

  const after = await table.loadIncident('ops', 'prod/report#out-of-memory');
  expect(before).toBeNull();
  expect(after).toEqual({ ...anIncident(), revision: 1 });
});

test('an incident is another one for every receiver', async () => {
  const { memory: table } = await memory();
  await table.saveIncident(anIncident({ receiver: 'ops' }));

  const other = await table.loadIncident('pager', anIncident().key);

  expect(other).toBeNull();
});

test('an incident is written over the revision that was loaded, in one call', async () => {
  const { memory: table, sent } = await memory();
  await table.saveIncident(anIncident());

  await table.saveIncident(anIncident({ revision: 1, count: 2 }));

  const saved = await table.loadIncident('ops', anIncident().key);
  expect(saved).toMatchObject({ revision: 2, count: 2 });
  expect(sent.filter(({ action }) => action === 'dynamodb:PutItem')).toHaveLength(2);
});

test.each([
  { stale: 0, why: 'that is new, though somebody else has opened it' },
  { stale: 1, why: 'that somebody else has written since' },
])('a write of an incident $why is Unavailable and changes nothing', async ({ stale }) => {
  const { memory: table } = await memory();
  await table.saveIncident(anIncident());
  await table.saveIncident(anIncident({ revision: 1, count: 2 }));

  const writing = table.saveIncident(anIncident({ revision: stale, count: 9 }));

  await expect(writing).rejects.toMatchObject({ name: 'Unavailable' });
  expect(await table.loadIncident('ops', anIncident().key)).toMatchObject({ count: 2 });
});
