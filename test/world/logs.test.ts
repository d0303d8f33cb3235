import { expect, test } from '@jest/globals';
import { refusing } from '../support/aws-wire.ts';
import { worldAnswering } from '../support/world.ts';

test('the tail is the newest lines, oldest first, in one call', async () => {
  const events = [{ message: 'starting\n' }, { message: '  at line 3' }, {}];
  const { world, sent } = worldAnswering({ body: { events, nextBackwardToken: 'b/1' } });

  const tail = await world.logs.tail('/report', 'report/report/0123', 20);

  expect(tail).toEqual({ known: true, value: ['starting', '  at line 3', ''] });
  expect(sent.map(({ action, host, body }) => ({ action, host, body }))).toEqual([
    {
      action: 'logs:GetLogEvents',
      host: 'logs.eu-west-1.amazonaws.com',
      body: {
        logGroupName: '/report',
        logStreamName: 'report/report/0123',
        limit: 20,
        startFromHead: false,
      },
    },
  ]);
});

test('a group in another region is asked there', async () => {
  const { world, sent } = worldAnswering({ body: { events: [{ message: 'hi' }] } });

  await world.logs.tail('/report', 'stream', 20, 'us-east-1');

  expect(sent[0]?.host).toBe('logs.us-east-1.amazonaws.com');
});

test('an empty page is followed to the lines behind it', async () => {
  const { world, sent } = worldAnswering(
    { body: { events: [], nextBackwardToken: 'b/1' } },
    { body: { events: [{ message: 'last words' }], nextBackwardToken: 'b/2' } },
  );

  const tail = await world.logs.tail('/report', 'stream', 20);

  expect(tail).toEqual({ known: true, value: ['last words'] });
  expect(sent[1]?.body.nextToken).toBe('b/1');
});

test('an empty stream is known to be empty once its token comes back', async () => {
  const { world, sent } = worldAnswering({ body: { events: [], nextBackwardToken: 'b/1' } });

  const tail = await world.logs.tail('/report', 'stream', 20);

  expect(tail).toEqual({ known: true, value: [] });
  expect(sent).toHaveLength(2);
});

test.each([
  ['The specified log group does not exist.', 'log group /report does not exist'],
  [
    'The specified log stream does not exist.',
    'log stream stream does not exist in log group /report',
  ],
])('%s is an unknown that says which', async (message, why) => {
  const { world } = worldAnswering(refusing('ResourceNotFoundException', message));

  const tail = await world.logs.tail('/report', 'stream', 20);

  expect(tail).toEqual({ known: false, why });
});

test('a group that we may not read is an unknown that names the permission', async () => {
  const { world } = worldAnswering(refusing('AccessDeniedException', 'not authorized'));

  const tail = await world.logs.tail('/report', 'stream', 20);

  expect(tail).toEqual({
    known: false,
    why: 'not allowed to call logs:GetLogEvents: AccessDeniedException: not authorized',
  });
});
