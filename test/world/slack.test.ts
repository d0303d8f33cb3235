import { describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../shared/core/world.ts';
import { type Reply, refusing, wire } from '../support/aws-wire.ts';
import { aClock, worldOn } from '../support/world.ts';

const aMessage: SlackMessage = {
  token: { parameter: '/deckhand/slack-token' },
  channel: '#ops',
  text: 'report ran out of memory',
  color: '#d00000',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*report* ran out of memory' } }],
};

const posted = { channel: 'C1', ts: '1700000000.000100' };

type Answer = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
};
type Asked = {
  readonly url: string;
  readonly token: string | null;
  readonly form: { readonly [name: string]: string };
};

/** Slack answers with `answers`, in their order; SSM with `tokens`, the last one again and again. */
function slackAnswering(
  answers: readonly (Answer | Error)[],
  tokens: readonly string[] = ['xoxb-1'],
) {
  const asked: Asked[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const headers = new Headers(init?.headers);
    const form = Object.fromEntries(new URLSearchParams(String(init?.body)));
    asked.push({ url: String(url), token: headers.get('authorization'), form });
    const answer = answers[asked.length - 1] ?? {};
    if (answer instanceof Error) throw answer;
    const { status = 200, headers: given = {}, body = { ok: true, ...posted } } = answer;
    return new Response(JSON.stringify(body), { status, headers: given });
  };
  const ssm = wire((_, count): Reply => {
    const Value = tokens[count - 1] ?? tokens.at(-1);
    return { body: { Parameter: { Value } } };
  });
  const clock = aClock();
  const world = worldOn({ fetch, requestHandler: ssm.requestHandler, clock });
  return { slack: world.slack, asked, ssm, clock };
}

const refusal = (error: string, more: object = {}): Answer => ({
  body: { ok: false, error, ...more },
});

describe('posting', () => {
  test('sends the blocks beside a bar of colour, and the text for notifications', async () => {
    const { slack, asked } = slackAnswering([]);

    const where = await slack.post(aMessage);

    expect(where).toEqual(posted);
    expect(asked).toMatchObject([
      {
        url: 'https://slack.com/api/chat.postMessage',
        token: 'Bearer xoxb-1',
        form: { channel: '#ops', unfurl_links: 'false' },
      },
    ]);
    expect(JSON.parse(asked[0]?.form.attachments ?? '')).toEqual([
      { color: '#d00000', blocks: aMessage.blocks, fallback: aMessage.text },
    ]);
    expect(asked[0]?.form).not.toHaveProperty('text');
  });

  test('sends a message without a colour as it is', async () => {
    const { slack, asked } = slackAnswering([]);
    const { color, ...plain } = aMessage;

    await slack.post(plain);

    expect(asked).toMatchObject([
      { form: { text: aMessage.text, blocks: JSON.stringify(aMessage.blocks) } },
    ]);
  });

  test('replies into the thread of the message', async () => {
    const { slack, asked } = slackAnswering([]);

    await slack.reply(posted, aMessage);

    expect(asked).toMatchObject([
      {
        url: 'https://slack.com/api/chat.postMessage',
        form: { channel: 'C1', thread_ts: '1700000000.000100' },
      },
    ]);
  });

  test('updates in the channel where the message is', async () => {
    const { slack, asked } = slackAnswering([]);

    const updated = await slack.update(posted, aMessage);

    expect(updated).toBe(true);
    expect(asked).toMatchObject([
      { url: 'https://slack.com/api/chat.update', form: { channel: 'C1', ts: posted.ts } },
    ]);
  });

  test.each(['message_not_found', 'edit_window_closed', 'cant_update_message'])(
    'says that a message is beyond updating when Slack says %s',
    async (error) => {
      const { slack } = slackAnswering([refusal(error)]);

      const updated = await slack.update(posted, aMessage);

      expect(updated).toBe(false);
    },
  );
});

describe('a refusal', () => {
  test.each([
    ['channel_not_found', 'check the channel #ops'],
    ['not_in_channel', 'invite the app to #ops'],
    ['is_archived', 'choose another channel'],
    ['missing_scope', 'chat:write'],
    ['account_inactive', 'put a valid bot token into the SSM parameter /deckhand/slack-token'],
    ['invalid_blocks', 'invalid_blocks'],
  ])('of the kind %s is BadInput that says what to do', async (error, advice) => {
    const { slack, asked } = slackAnswering([refusal(error)]);

    const posting = slack.post(aMessage);

    await expect(posting).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringContaining(advice),
    });
    expect(asked).toHaveLength(1);
  });

  test('tells the details that Slack gives', async () => {
    const messages = ['[ERROR] must be less than 3001 characters'];
    const { slack } = slackAnswering([
      refusal('invalid_blocks', { response_metadata: { messages: [...messages] } }),
    ]);

    const posting = slack.post(aMessage);

    await expect(posting).rejects.toThrow('must be less than 3001 characters');
  });

  test.each([
    ['an error of Slack’s own', refusal('internal_error')],
    ['HTTP status 503', { status: 503 }],
    ['a broken network', new TypeError('fetch failed')],
  ])('for %s is Unavailable, without another try', async (_, answer) => {
    const { slack, asked } = slackAnswering([answer]);

    const posting = slack.post(aMessage);

    await expect(posting).rejects.toMatchObject({ name: 'Unavailable' });
    expect(asked).toHaveLength(1);
  });

  test('for asking too often is Unavailable and keeps how long to wait', async () => {
    const { slack, asked } = slackAnswering([{ status: 429, headers: { 'retry-after': '30' } }]);

    const posting = slack.post(aMessage);

    await expect(posting).rejects.toMatchObject({
      name: 'Unavailable',
      message: 'Slack asks to wait for 30 s',
      cause: { retryAfter: 30 },
    });
    expect(asked).toHaveLength(1);
  });
});

describe('the token', () => {
  test('is decrypted once in five minutes', async () => {
    const { slack, ssm, clock } = slackAnswering([]);
    await slack.post(aMessage);
    clock.pass(5 * 60_000 - 1);
    await slack.post(aMessage);
    const soon = ssm.sent.length;
    clock.pass(1);

    await slack.post(aMessage);

    expect(soon).toBe(1);
    expect(ssm.sent).toMatchObject([
      { action: 'ssm:GetParameter', body: { Name: '/deckhand/slack-token', WithDecryption: true } },
      {},
    ]);
  });

  test('is read again when it was replaced meanwhile', async () => {
    const { slack, asked } = slackAnswering([{}, refusal('token_revoked')], ['xoxb-1', 'xoxb-2']);
    await slack.post(aMessage);

    const where = await slack.post(aMessage);

    expect(where).toEqual(posted);
    expect(asked.map(({ token }) => token)).toEqual([
      'Bearer xoxb-1',
      'Bearer xoxb-1',
      'Bearer xoxb-2',
    ]);
  });

  test('is never in what an error says', async () => {
    const { slack } = slackAnswering(
      [refusal('invalid_auth'), refusal('invalid_auth')],
      ['a', 'b'],
    );

    const thrown = await slack.post({ ...aMessage, token: { parameter: '/p' } }).catch(String);

    expect(thrown).toBe(
      'BadInput: Slack refused (invalid_auth): put a valid bot token into the SSM parameter /p',
    );
  });

  test.each([
    [
      'is nowhere',
      refusing('ParameterNotFound', 'no'),
      'the SSM parameter /deckhand/slack-token does not exist',
    ],
    [
      'may not be read',
      refusing('AccessDeniedException', 'no'),
      'not allowed to call ssm:GetParam',
    ],
    ['is empty', { body: { Parameter: { Value: ' ' } } }, 'is empty: put the secret there'],
  ])('that %s is BadInput that says so', async (_, reply, words) => {
    const { requestHandler } = wire(() => reply);

    const posting = worldOn({ requestHandler }).slack.post(aMessage);

    await expect(posting).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringContaining(words),
    });
  });

  test('that SSM cannot give now is Unavailable', async () => {
    const { requestHandler } = wire(() => refusing('InternalServerError', 'oops', 500));

    const posting = worldOn({ requestHandler }).slack.post(aMessage);

    await expect(posting).rejects.toMatchObject({ name: 'Unavailable' });
  });
});
