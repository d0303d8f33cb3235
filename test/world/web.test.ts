import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { World } from '../../shared/core/world.ts';
import { type Reply, refusing, wire } from '../support/aws-wire.ts';
import { aClock, worldOn } from '../support/world.ts';

type Answer = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly text?: string;
};
type Asked = { readonly url: string; readonly init: RequestInit; readonly body: string };

/** The web answers with `answers`, the last one again and again; AWS keeps `secrets`, likewise. */
function webAnswering(answers: readonly (Answer | Error)[], secrets: readonly string[]) {
  const asked: Asked[] = [];
  const fetch: typeof globalThis.fetch = async (url, init = {}) => {
    asked.push({ url: String(url), init, body: String(init.body) });
    const answer = answers[asked.length - 1] ?? answers.at(-1) ?? {};
    if (answer instanceof Error) throw answer;
    const { status = 200, text = 'ok', headers = {} } = answer;
    return new Response(text, { status, headers });
  };
  const aws = wire((_, count): Reply => {
    const value = secrets[count - 1] ?? secrets.at(-1) ?? '';
    return { body: { Parameter: { Value: value }, SecretString: value } };
  });
  const clock = aClock();
  const world = worldOn({ fetch, requestHandler: aws.requestHandler, clock });
  return { world, asked, aws, clock };
}

const hook = 'https://hooks.slack.com/services/T0/B0/abc';
const parameter = { parameter: '/deckhand/x' };
const aPost = { text: 'report failed', blocks: [] };

/** Each of the channels, telling something. */
const channels: readonly (readonly [
  name: string,
  secret: string,
  tell: (world: World) => Promise<void>,
])[] = [
  ['Slack webhook', hook, ({ slackWebhook }) => slackWebhook.post(parameter, aPost)],
  [
    'PagerDuty',
    'R0123456789012345678901234567890',
    ({ pagerduty }) => pagerduty.send(parameter, 'prod/report', { event_action: 'resolve' }),
  ],
  [
    'webhook',
    'signing-key',
    ({ webhook }) =>
      webhook.post({ url: 'https://events.example.com/k3y', secret: parameter }, 'id-1', {}),
  ],
];

describe.each(channels)('the %s', (_name, secret, tell) => {
  test.each<[string, Answer | Error, string, number | null]>([
    ['429', { status: 429, headers: { 'retry-after': '30' } }, 'Unavailable', 30_000],
    ['429 without a time', { status: 429 }, 'Unavailable', null],
    ['408', { status: 408 }, 'Unavailable', null],
    ['503', { status: 503 }, 'Unavailable', null],
    ['a broken network', new TypeError('fetch failed'), 'Unavailable', null],
  ])('may be told later after %s', async (_what, answer, name, retryAfterMs) => {
    const { world, asked } = webAnswering([answer], [secret]);

    const telling = tell(world);

    await expect(telling).rejects.toMatchObject({ name, retryAfterMs });
    expect(asked).toHaveLength(1);
  });

  test.each([301, 302, 307, 400, 404, 410, 413])('is given up after %i', async (status) => {
    const headers = { location: 'https://elsewhere.example/' };
    const { world, asked } = webAnswering([{ status, headers }], [secret]);

    const telling = tell(world);

    await expect(telling).rejects.toMatchObject({ name: 'BadInput' });
    expect(asked).toMatchObject([{ init: { redirect: 'manual' } }]);
  });

  test('never has its secret in an error', async () => {
    const { world } = webAnswering([{ status: 400 }], [secret]);

    const thrown = await tell(world).catch(String);

    expect(thrown).not.toContain(secret);
    expect(thrown).not.toContain('k3y');
    expect(thrown).toMatch(/^BadInput: .*HTTP status 400/);
  });
});

describe('a secret', () => {
  test('that was replaced is read again when it is refused, and once only', async () => {
    const keys = ['R-old', 'R-new'];
    const { world, asked, aws } = webAnswering([{}, { status: 400 }, {}], keys);
    const resolve = () => world.pagerduty.send(parameter, 'k', { event_action: 'resolve' });
    await resolve();

    await resolve();

    const sent = asked.map(({ body }) => JSON.parse(body).routing_key);
    expect(sent).toEqual(['R-old', 'R-old', 'R-new']);
    expect(aws.sent).toHaveLength(2);
  });

  test.each([
    ['as it is', { secret: 'deckhand/x' }, ' k \n', 'k'],
    ['as a member of its JSON', { secret: 'deckhand/x', jsonKey: 'key' }, '{"key":"k"}', 'k'],
  ])('comes from Secrets Manager %s', async (_how, ref, stored, expected) => {
    const { world, asked, aws } = webAnswering([{ status: 202 }], [stored]);

    await world.pagerduty.send(ref, 'k', { event_action: 'resolve' });

    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ routing_key: expected });
    expect(aws.sent).toMatchObject([
      { action: 'secretsmanager:GetSecretValue', body: { SecretId: 'deckhand/x' } },
    ]);
  });

  test('with an ARN is asked for in the region where it is', async () => {
    const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:deckhand/x';
    const { world, aws } = webAnswering([{}], ['k']);

    await world.pagerduty.send({ secret }, 'k', { event_action: 'resolve' });

    expect(aws.sent[0]?.host).toBe('secretsmanager.us-east-1.amazonaws.com');
  });

  test.each([
    ['no JSON', 's3cret'],
    ['without that key', '{"other":"s3cret"}'],
    ['with a key that is no text', '{"key":{"s3cret":1}}'],
    ['empty', '{"key":" "}'],
  ])('that is %s is BadInput that says where, and quotes nothing', async (_what, stored) => {
    const { world } = webAnswering([{}], [stored]);
    const ref = { secret: 'deckhand/x', jsonKey: 'key' };

    const thrown = await world.pagerduty.send(ref, 'k', { event_action: 'resolve' }).catch(String);

    expect(thrown).toMatch(/^BadInput: the secret deckhand\/x, key key is /);
    expect(thrown).not.toContain('s3cret');
  });

  test('that does not exist is BadInput that says what to do', async () => {
    const { requestHandler } = wire(() => refusing('ResourceNotFoundException', 'no'));
    const { pagerduty } = worldOn({ requestHandler });

    const telling = pagerduty.send({ secret: 'deckhand/x' }, 'k', { event_action: 'resolve' });

    await expect(telling).rejects.toMatchObject({
      name: 'BadInput',
      message: 'the secret deckhand/x does not exist: put the secret there',
    });
  });

  test('that is no address for a webhook is not quoted', async () => {
    const { world, asked } = webAnswering([{}], ['http://hooks.example/s3cret']);

    const thrown = await world.slackWebhook.post(parameter, aPost).catch(String);

    expect(thrown).toBe(
      'BadInput: the address of the Slack webhook in the SSM parameter /deckhand/x is none that begins with https://',
    );
    expect(asked).toEqual([]);
  });
});

test('a Slack webhook that answers anything but ok took nothing', async () => {
  const { world } = webAnswering([{ text: '<html>sign in</html>' }], [hook]);

  const posting = world.slackWebhook.post(parameter, aPost);

  await expect(posting).rejects.toMatchObject({ name: 'BadInput' });
});

test.each([
  ['a short key as it is', 'prod/report', 'deckhand/123456789012/eu-west-1/prod/report'],
  ['a long one by its hash', 'x'.repeat(300), expect.stringMatching(/^[0-9a-f]{64}$/)],
])('PagerDuty is given %s', async (_what, key, expected) => {
  const { world, asked } = webAnswering([{ status: 202 }], ['R']);

  await world.pagerduty.send(parameter, key, { event_action: 'resolve' });

  expect(asked[0]?.url).toBe('https://events.pagerduty.com/v2/enqueue');
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ dedup_key: expected });
});

test('a webhook is signed over the time and the very bytes of the body', async () => {
  const { world, asked } = webAnswering([{}], ['signing-key']);
  const target = { url: 'https://events.example.com/hook', secret: parameter };

  await world.webhook.post(target, 'id-1', { title: 'report failed — 船' });

  const timestamp = Date.parse('2026-03-01T12:00:00Z') / 1_000;
  const signed = createHmac('sha256', 'signing-key').update(`${timestamp}.${asked[0]?.body}`);
  expect(asked[0]?.init.headers).toMatchObject({
    'deckhand-id': 'id-1',
    'deckhand-timestamp': `${timestamp}`,
    'deckhand-signature': `sha256=${signed.digest('hex')}`,
  });
});
