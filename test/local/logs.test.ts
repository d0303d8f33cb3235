import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from '@jest/globals';
import { aCloud, clientOf } from './support/cloud.ts';

const where = { logGroupName: '/app', logStreamName: 'app/web/1' };

async function twelveLines() {
  const cloud = await aCloud();
  const client = new CloudWatchLogsClient(clientOf(cloud));
  await client.send(new CreateLogGroupCommand({ logGroupName: '/app' }));
  for (let line = 1; line <= 12; line += 1) {
    cloud.logs.write('/app', 'app/web/1', `line ${line}`);
    await cloud.time.pass(1000);
  }
  const get = async (input: { [field: string]: unknown }) => {
    const page = await client.send(new GetLogEventsCommand({ ...where, ...input }));
    return { ...page, lines: page.events?.map(({ message }) => message) };
  };
  return { cloud, client, get };
}

describe('GetLogEvents', () => {
  test('gives the newest lines, oldest first, and the ones before with the backward token', async () => {
    const { get } = await twelveLines();

    const newest = await get({ limit: 3 });
    const before = await get({ limit: 3, nextToken: newest.nextBackwardToken });

    expect(newest.lines).toEqual(['line 10', 'line 11', 'line 12']);
    expect(before.lines).toEqual(['line 7', 'line 8', 'line 9']);
  });

  test('from the head goes forward, until the same token comes back', async () => {
    const { get } = await twelveLines();

    const first = await get({ limit: 10, startFromHead: true });
    const second = await get({ limit: 10, nextToken: first.nextForwardToken });
    const third = await get({ limit: 10, nextToken: second.nextForwardToken });

    expect(first.lines).toHaveLength(10);
    expect(second.lines).toEqual(['line 11', 'line 12']);
    expect(third.lines).toEqual([]);
    expect(third.nextForwardToken).toBe(second.nextForwardToken);
  });

  test('keeps to the time span: its start is in, its end is not', async () => {
    const { cloud, get } = await twelveLines();
    const startTime = cloud.time.now() - 3000;

    const { lines } = await get({ startTime, endTime: startTime + 2000 });

    expect(lines).toEqual(['line 10', 'line 11']);
  });
});

test('FilterLogEvents finds lines that hold every word', async () => {
  const { client } = await twelveLines();

  const { events } = await client.send(
    new FilterLogEventsCommand({ logGroupName: '/app', filterPattern: '"line" 12' }),
  );

  expect(events?.map(({ message }) => message)).toEqual(['line 12']);
});

test('a line for a group that is not there is lost', async () => {
  const cloud = await aCloud();

  cloud.logs.write('/none', 'stream', 'line');

  expect(cloud.logs.exists('/none')).toBe(false);
});
