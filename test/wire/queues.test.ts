import { describe, expect, test } from '@jest/globals';
import { BadInput } from '../../shared/core/errors.ts';
import { readCallDue } from '../../shared/wire/call-due.ts';
import { readNotice } from '../../shared/wire/notice.ts';
import { eventNamed } from '../support/events.ts';

describe('a call that is due', () => {
  test('is the call that was put on the queue, to the last null', () => {
    expect(readCallDue(eventNamed('call-due'))).toEqual({
      kind: 'call-due',
      id: 'restart#1',
      at: '2026-10-06T02:03:00.000Z',
      account: '111122223333',
      region: 'eu-west-1',
      call: {
        id: 'restart#1',
        playbook: 'restart',
        about: { what: 'restart', attempt: 1, nothing: null },
      },
    });
  });

  test.each([
    ['call-body-is-no-json', /^the body of message [0-9a-f-]{36} should be JSON/],
    ['call-without-playbook', 'call.playbook should be a value of type string, is missing'],
    ['event-is-a-list', 'the SQS record: the whole should be a value of type object'],
  ])('%s is malformed, and the message says where', (path, message) => {
    const reading = () => readCallDue(eventNamed(`malformed/${path}`));

    expect(reading).toThrow(BadInput);
    expect(reading).toThrow(message);
  });
});

describe('a notice', () => {
  test('is the notice that was put on the queue, and for whom', () => {
    const { receiver, notice } = readNotice(eventNamed('notice-due'));

    expect(receiver).toBe('ops');
    expect(notice).toMatchObject({
      incident: 'prod/report#out-of-memory',
      log: { container: 'app', lines: ['Killed'], cut: 3 },
      outcomes: [{ did: 'run-task', status: 'refused' }],
    });
  });

  test('that is a call is malformed', () => {
    const reading = () => readNotice(eventNamed('call-due'));

    expect(reading).toThrow(BadInput);
    expect(reading).toThrow('receiver should be a value of type string, is missing');
  });
});
