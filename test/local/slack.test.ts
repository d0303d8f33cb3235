import { describe, expect, test } from '@jest/globals';
import { aCloud } from './support/cloud.ts';

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const section = (length: number) => ({ type: 'section', text: mrkdwn(length) });
const fields = (count: number, length: number) => ({
  type: 'section',
  fields: times(count, () => mrkdwn(length)),
});
const context = (count: number) => ({ type: 'context', elements: times(count, () => mrkdwn(1)) });
const actions = (count: number, text: number) => ({
  type: 'actions',
  elements: times(count, () => ({ type: 'button', text: plain(text) })),
});

describe('Slack', () => {
  test.each<[string, unknown[], string]>([
    ['50 blocks', times(50, () => ({ type: 'divider' })), 'ok'],
    ['51 blocks', times(51, () => ({ type: 'divider' })), 'invalid_blocks'],
    ['a section of 3000 characters', [section(3000)], 'ok'],
    ['a section of 3001', [section(3001)], 'invalid_blocks'],
    ['an empty section', [section(0)], 'invalid_blocks'],
    ['10 fields', [fields(10, 100)], 'ok'],
    ['11 fields', [fields(11, 100)], 'invalid_blocks'],
    ['a field of 2001', [fields(1, 2001)], 'invalid_blocks'],
    ['a header of 150', [{ type: 'header', text: plain(150) }], 'ok'],
    ['a header of 151', [{ type: 'header', text: plain(151) }], 'invalid_blocks'],
    ['a header in mrkdwn', [{ type: 'header', text: mrkdwn(5) }], 'invalid_blocks'],
    ['10 context elements', [context(10)], 'ok'],
    ['11 context elements', [context(11)], 'invalid_blocks'],
    ['25 buttons', [actions(25, 75)], 'ok'],
    ['26 buttons', [actions(26, 5)], 'invalid_blocks'],
    ['a button of 76', [actions(1, 76)], 'invalid_blocks'],
    ['a block nobody knows', [{ type: 'sektion' }], 'invalid_blocks'],
    ['four sections of 2900', times(4, () => section(2900)), 'ok'],
    ['five sections of 2900', times(5, () => section(2900)), 'msg_blocks_too_long'],
  ])('takes or refuses %s, in blocks and in attachments', async (_what, blocks, expected) => {
    const cloud = await aCloud();
    cloud.slack.channels.add('#ops');
    const post = (content: { readonly [field: string]: unknown }) =>
      cloud.slack.call(cloud.operator, 'chat.postMessage', {
        token: 'xoxb-1',
        channel: '#ops',
        ...content,
      });

    const direct = await post({ text: 'x', blocks: JSON.stringify(blocks) });
    const attached = await post({ text: 'x', attachments: [{ color: '#f00', blocks }] });

    expect([direct, attached].map(({ ok, error }) => (ok ? 'ok' : error))).toEqual([
      expected,
      expected,
    ]);
  });

  test.each<[string, string, { readonly [field: string]: unknown }, string]>([
    ['no token', 'auth.test', { token: '' }, 'not_authed'],
    ['a token of another kind', 'auth.test', { token: 'xyz' }, 'invalid_auth'],
    ['nothing to say', 'chat.postMessage', { channel: '#ops' }, 'no_text'],
    ['an unknown channel', 'chat.postMessage', { channel: '#x', text: 'x' }, 'channel_not_found'],
    [
      'an unknown thread',
      'chat.postMessage',
      { channel: '#ops', text: 'x', thread_ts: '1' },
      'thread_not_found',
    ],
    [
      'an unknown message',
      'chat.update',
      { channel: 'C0000000001', text: 'x', ts: '1' },
      'message_not_found',
    ],
    [
      "a channel's name in an update",
      'chat.update',
      { channel: '#ops', text: 'x', ts: '1' },
      'channel_not_found',
    ],
    ['an unknown method', 'chat.shout', {}, 'unknown_method'],
  ])('refuses %s', async (_what, method, input, error) => {
    const cloud = await aCloud();
    cloud.slack.channels.add('#ops');

    const answer = await cloud.slack.call(cloud.operator, method, { token: 'xoxb-1', ...input });

    expect(answer).toMatchObject({ ok: false, error });
    expect(cloud.calls).toMatchObject([{ service: 'slack', action: method }]);
  });

  test('an update without blocks takes the blocks away, and threads stay out of the history', async () => {
    const cloud = await aCloud();
    const { id: channel } = cloud.slack.channels.add('#ops');
    const call = (method: string, input: { readonly [field: string]: unknown }) =>
      cloud.slack.call(cloud.operator, method, { token: 'xoxb-1', channel, ...input });

    const { ts } = await call('chat.postMessage', { text: 'one', blocks: [section(5)] });
    await call('chat.postMessage', { text: 'reply', thread_ts: ts });
    await call('chat.update', { ts, text: 'two' });
    const history = await call('conversations.history', {});
    const thread = await call('conversations.replies', { ts });

    expect(history.messages).toEqual([
      expect.objectContaining({ ts, text: 'two', edited: expect.anything() }),
    ]);
    expect(history.messages).not.toEqual([expect.objectContaining({ blocks: expect.anything() })]);
    expect(thread.messages).toMatchObject([{ text: 'two' }, { text: 'reply', thread_ts: ts }]);
  });
});
