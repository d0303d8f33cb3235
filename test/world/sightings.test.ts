import { expect, test } from '@jest/globals';
import { aClock, aTable, worldOn } from '../support/world.ts';

const windowMs = 600_000;
const start = Date.parse('2026-03-01T12:00:00.000Z');
const after = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();

async function memory() {
  const { requestHandler, sent } = await aTable();
  return { memory: worldOn({ requestHandler, clock: aClock() }).memory, sent };
}

test('a sighting answers all of the window, itself included, oldest first, in one call', async () => {
  const { memory: table, sent } = await memory();
  await table.sight('web:7', 'b', after(5), windowMs);
  await table.sight('web:7', 'a', after(0), windowMs);
  await table.sight('api:1', 'other', after(6), windowMs);

  const { sightings: seen } = await table.sight('web:7', 'c', after(12), windowMs);

  expect(seen).toEqual([
    { id: 'b', at: after(5) },
    { id: 'c', at: after(12) },
  ]);
  expect(sent.map(({ action }) => action)).toEqual(Array(4).fill('dynamodb:UpdateItem'));
});

test('a window includes what was seen exactly at its beginning', async () => {
  const { memory: table } = await memory();
  await table.sight('web:7', 'a', after(0), windowMs);

  const { sightings: seen } = await table.sight('web:7', 'b', after(10), windowMs);

  expect(seen.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('a late sighting sees what was before it, and not what came after', async () => {
  const { memory: table } = await memory();
  await table.sight('web:7', 'a', after(1), windowMs);
  await table.sight('web:7', 'c', after(9), windowMs);

  const { sightings: seen } = await table.sight('web:7', 'b', after(5), windowMs);

  expect(seen.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('the same id seen twice is one sighting, at the time it was first seen', async () => {
  const { memory: table } = await memory();
  await table.sight('web:7', 'a', after(0), windowMs);

  const { sightings: seen } = await table.sight('web:7', 'a', after(1), windowMs);

  expect(seen).toEqual([{ id: 'a', at: after(0) }]);
});

test('sightings since a time are read without leaving one', async () => {
  const { memory: table } = await memory();
  for (const minute of [0, 1, 2])
    await table.sight('web:7', `id${minute}`, after(minute), windowMs);

  const seen = await table.sightings('web:7', after(1));
  const none = await table.sightings('nothing', after(0));

  expect(seen.map(({ id }) => id)).toEqual(['id1', 'id2']);
  expect(none).toEqual([]);
});

test('old sightings are taken out, many at once, so that the item stays small', async () => {
  const { memory: table, sent } = await memory();
  for (let minute = 0; minute < 100; minute += 1) {
    await table.sight('web:7', `id${minute}`, after(minute), windowMs);
  }

  const left = await table.sightings('web:7', after(0));

  expect(left.length).toBeLessThanOrEqual(20 + 25);
  expect(sent.length).toBeLessThanOrEqual(100 + 4 + 1);
});

test('a storm is counted up to 150, and the item stops growing', async () => {
  const { memory: table } = await memory();
  for (let second = 0; second < 350; second += 1) {
    await table.sight('web:7', `id${second}`, after(second / 60), windowMs);
  }

  const { sightings: seen } = await table.sight('web:7', 'last', after(6), windowMs);
  const left = await table.sightings('web:7', after(0));

  expect(seen).toHaveLength(150);
  expect(seen.at(-1)?.id).toBe('last');
  expect(left.length).toBeLessThan(300 + 25);
});
