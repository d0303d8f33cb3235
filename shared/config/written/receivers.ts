import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { key, required } from './key.ts';
import { oneOf, ParameterName, SecretName } from './secret.ts';

const Channel = z
  .string({
    error: ({ input }) =>
      input === null || input === undefined
        ? 'expected a channel; in YAML a name that begins with # needs quotes: "#ops"'
        : undefined,
  })
  .regex(/^(#[^\s#@,]{1,80}|[CGD][A-Z0-9]{6,})$/, {
    error: 'expected a channel\'s name such as "#ops", or its ID such as C0123456789',
  });

const TopicArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/, {
    error: 'expected the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:ops',
  });

const Slack = z
  .strictObject({
    channel: required(Channel, 'Name or ID of the channel.', { examples: ['#ops'] }),
    tokenParameter: key(ParameterName, 'SSM parameter that holds the bot token.', {
      default: defaults.slackTokenParameter,
    }),
    tokenSecret: key(SecretName, 'Secret in Secrets Manager that holds the bot token.', {
      examples: ['deckhand/slack#token'],
    }),
  })
  .refine(...oneOf(['tokenParameter', 'tokenSecret'], true));

const SlackWebhook = z
  .strictObject({
    urlParameter: key(ParameterName, "SSM parameter that holds the webhook's address."),
    urlSecret: key(SecretName, "Secret in Secrets Manager that holds the webhook's address."),
  })
  .refine(...oneOf(['urlParameter', 'urlSecret']));

const Sns = z.strictObject({
  topicArn: key(z.union([TopicArn, z.null()]), "The topic. Without it, the stack's own."),
  format: key(
    z.enum(['text', 'amazonQ']),
    '`text` for mails and people; `amazonQ` for Amazon Q Developer, which shows it in Slack and Teams.',
    { default: defaults.snsFormat },
  ),
});

const PagerDuty = z
  .strictObject({
    routingKeyParameter: key(
      ParameterName,
      'SSM parameter that holds the integration key of Events API v2.',
    ),
    routingKeySecret: key(SecretName, 'Secret in Secrets Manager that holds it.'),
  })
  .refine(...oneOf(['routingKeyParameter', 'routingKeySecret']));

const httpsUrl = /^https:\/\/[^\s@/?#]+([/?][^\s#]*)?$/;

const Webhook = z
  .strictObject({
    url: key(
      z.string().max(2_000).regex(httpsUrl, {
        error:
          'expected an address that begins with https:// and has no user, password or fragment',
      }),
      'Where to post to, if the address is no secret.',
      { examples: ['https://events.example.com/deckhand'] },
    ),
    urlParameter: key(ParameterName, 'SSM parameter that holds the address.'),
    urlSecret: key(SecretName, 'Secret in Secrets Manager that holds the address.'),
    secretParameter: key(ParameterName, 'SSM parameter that holds the key to sign with.'),
    secretSecret: key(SecretName, 'Secret in Secrets Manager that holds the key to sign with.'),
  })
  .refine(...oneOf(['url', 'urlParameter', 'urlSecret']))
  .refine(...oneOf(['secretParameter', 'secretSecret']));

const channels = {
  slack: key(Slack, 'A Slack channel, written to by a bot.'),
  slackWebhook: key(SlackWebhook, 'An incoming webhook of Slack. It cannot update its messages.'),
  sns: key(Sns, 'An SNS topic.'),
  pagerduty: key(PagerDuty, 'A service of PagerDuty, through its Events API v2.'),
  webhook: key(Webhook, 'Anything that takes signed JSON over HTTPS.'),
};

/** Where notices can go, as people write it. */
export const Receiver = z
  .strictObject({
    name: required(
      z.string().regex(/^[A-Za-z0-9_.-]{1,60}$/, {
        error: 'expected letters, digits and any of - _ .',
      }),
      'What routes and tags call it.',
      { examples: ['ops'] },
    ),
    ...channels,
  })
  .refine((receiver) => Object.keys(channels).some((channel) => channel in receiver), {
    error: 'goes nowhere: give it slack, slackWebhook, sns, pagerduty or webhook',
  });

export type Receiver = z.infer<typeof Receiver>;
