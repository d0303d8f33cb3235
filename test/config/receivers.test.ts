import { describe, expect, test } from '@jest/globals';
import { load } from '../../shared/config/load.ts';
import { yml } from '../support/config.ts';

const receiver = (channels: string): string =>
  `notify: { receivers: [{ name: ops, ${channels} }] }`;

test.each([
  ['slack: { channel: "#a" }', { slack: { token: { parameter: '/deckhand/slack-token' } } }],
  [
    'slack: { channel: "#a", tokenSecret: "deckhand/slack#token" }',
    { slack: { token: { secret: 'deckhand/slack', jsonKey: 'token' } } },
  ],
  [
    'slackWebhook: { urlParameter: /deckhand/hook }',
    { slackWebhook: { url: { parameter: '/deckhand/hook' } } },
  ],
  ['sns: {}', { sns: { topicArn: null, format: 'text' } }],
  ['sns: { format: amazonQ }', { sns: { topicArn: null, format: 'amazonQ' } }],
  [
    'pagerduty: { routingKeySecret: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:deckhand/pd-a1B2c3" }',
    {
      pagerduty: {
        routingKey: {
          secret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:deckhand/pd-a1B2c3',
        },
      },
    },
  ],
  [
    'webhook: { url: "https://a.example/b?c", secretParameter: /deckhand/key }',
    { webhook: { url: 'https://a.example/b?c', secret: { parameter: '/deckhand/key' } } },
  ],
])('%s', (written, expected) => {
  const { receivers } = yml(receiver(written)).notify;

  expect(receivers).toMatchObject([{ name: 'ops', ...expected }]);
});

describe('a channel that cannot work is refused, with its path', () => {
  test.each([
    [
      'slack: { channel: "#a", tokenParameter: /deckhand/a, tokenSecret: deckhand/a }',
      'slack: give tokenParameter or tokenSecret, not both',
    ],
    ['slackWebhook: {}', 'slackWebhook: give urlParameter or urlSecret'],
    [
      'slackWebhook: { urlParameter: "https://hooks.slack.com/services/a/b/c" }',
      'slackWebhook.urlParameter: expected the name of an SSM parameter, and this looks like the secret itself',
    ],
    ['pagerduty: {}', 'pagerduty: give routingKeyParameter or routingKeySecret'],
    ['webhook: { url: "https://a.example" }', 'webhook: give secretParameter or secretSecret'],
    ['webhook: { secretParameter: /deckhand/a }', 'webhook: give url or urlParameter or urlSecret'],
    ...['http://a.example', 'https://user:pass@a.example', 'https://'].map((url) => [
      `webhook: { url: "${url}", secretParameter: /deckhand/a }`,
      'webhook.url: expected an address that begins with https:// and has no user, password or fragment',
    ]),
    [
      'pagerduty: { routingKeySecret: prod/pagerduty }',
      'pagerduty.routingKeySecret: expected a secret below deckhand/, which is all that the function may read, such as deckhand/slack or deckhand/slack#token, or its ARN',
    ],
  ])('%s', (written = '', problem = '') => {
    const loaded = load(receiver(written));

    const problems = loaded.ok ? [] : loaded.problems;
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      `notify.receivers[0].${problem}`,
    ]);
  });
});
