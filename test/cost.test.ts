import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { functionAlarms } from '../scripts/stack/alarms.ts';
import { assumed, billOf, billTable, fleets } from './support/cost-model.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/cost.md'), 'utf8');

test('the bill of docs/cost.md is what the calls of the stories come to', () => {
  const [, table = ''] = /<!-- bill:.*-->\n\n([\s\S]*?)\n\n<!-- end of bill -->/.exec(page) ?? [];

  expect(table).toBe(billTable());
});

test('its fleets are those that the bill was computed for', () => {
  for (const field of [
    'reported',
    'restarted',
    'launches',
    'deployments',
    'alarms',
    'repositories',
  ] as const) {
    const cells = Object.values(fleets).map((fleet) => fleet[field].toLocaleString('en-US'));
    expect(page).toContain(` | ${cells.join(' | ')} |`);
  }
});

test('all alarms of the stack are in the bill', () => {
  const written = readFileSync(join(import.meta.dirname, '../serverless.yml'), 'utf8');
  const own = written.match(/Type: AWS::CloudWatch::Alarm$/gm) ?? [];
  const functions = written.match(/^ {4}handler: functions\//gm) ?? [];
  const one = { FnLambdaFunction: { Type: 'AWS::Lambda::Function' } };

  expect(functions.length).toBeGreaterThan(5);
  expect(own.length + functions.length * Object.keys(functionAlarms(one)).length).toBe(
    assumed.alarms,
  );
});

test('a fleet in which nothing happens pays for being watched, and for its queues', () => {
  const nothing = {
    reported: 0,
    restarted: 0,
    launches: 0,
    deployments: 0,
    alarms: 0,
    repositories: 0,
  };

  expect(billOf(nothing)).toMatchObject({ Lambda: 0, DynamoDB: 0, 'CloudWatch Logs': 0 });
  expect(billOf(nothing).SQS).toBeGreaterThan(0.5);
});
