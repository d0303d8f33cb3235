import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dashboard } from '../scripts/stack/dashboard.ts';
import { savedQueries } from '../scripts/stack/queries.ts';
import { count, late, metrics } from '../shared/engine/telemetry.ts';
import { assumed } from './support/cost-model.ts';

/** What is printed in CloudWatch's embedded metric format. */
function printed(): { readonly [key: string]: unknown } {
  metrics.setThrowOnEmptyMetrics(false);
  const emf = metrics.serializeMetrics();
  metrics.clearMetrics();
  return { ...emf };
}

test('counts are told in the namespace Deckhand, added up, with the service as their dimension', () => {
  count('Signals');
  count('Notices', 3);

  expect(printed()).toMatchObject({
    Signals: 1,
    Notices: 3,
    service: expect.any(String),
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: 'Deckhand',
          Dimensions: [['service']],
          Metrics: [{ Name: 'Signals', Unit: 'Count' }, { Name: 'Notices' }],
        },
      ],
    },
  });
});

test.each([
  ['2026-03-03T09:00:00.000Z', 1_500],
  ['2026-03-03T09:00:02.000Z', 0],
])('what is about %s comes %d ms late, and never early', (since, lag) => {
  late('EventLag', since, new Date('2026-03-03T09:00:01.500Z'));

  expect(printed()).toMatchObject({ EventLag: lag });
});

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

/** Each metric that there is. */
const names = [
  ...read('shared/engine/telemetry.ts')
    .replace(/namespace: '\w+'/, '')
    .matchAll(/'([A-Z]\w+)'/g),
].map(([, name = '']) => name);

test('docs/operations.md says what each metric means', () => {
  const told = read('docs/operations.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((line) => line.split('|')[1]?.trim().split(', ') ?? []);

  expect(names).toEqual(expect.arrayContaining(['Signals', 'NoticeLag']));
  expect(names.filter((name) => !told.includes(name))).toEqual([]);
});

test('docs/cost.md counts each metric', () => {
  expect(assumed.metrics).toBe(names.length);
});

test('the dashboard shows each metric, and none that nothing is counted in', () => {
  const { Properties } = dashboard({}, { service: 'deckhand', stage: 'prod' });
  const body = JSON.stringify(Properties).replaceAll('\\"', '"');

  const shown = new Set([...body.matchAll(/\["Deckhand","(\w+)"/g)].map(([, name]) => name));

  expect([...shown].sort()).toEqual([...names].sort());
});

test('the saved queries look for messages that are logged', () => {
  const queries = JSON.stringify(savedQueries({}, { service: 'deckhand', stage: 'prod' }));
  const engine = readdirSync(join(import.meta.dirname, '../shared/engine'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(`shared/engine/${file}`))
    .join('\n');

  const wanted = [...queries.matchAll(/message = '([^']+)'/g)].map(([, message]) => message);

  expect(wanted).toEqual(expect.arrayContaining(['decided', 'done']));
  expect(wanted.filter((message) => !engine.includes(`logger.info('${message}'`))).toEqual([]);
});
