import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { key, required } from './key.ts';

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

const TokenParameter = z
  .string()
  .regex(/^(?!xox)/, {
    error: 'expected the name of an SSM parameter, and this looks like the token itself',
    abort: true,
  })
  .regex(/^\/deckhand(\/[A-Za-z0-9_.-]+)+$/, {
    error:
      'expected an SSM parameter below /deckhand/, which is all that the function may read, such as /deckhand/slack-token',
  });

const TopicArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/, {
    error: 'expected the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:ops',
  });

const Slack = z.strictObject({
  channel: required(Channel, 'Name or ID of the channel.', { examples: ['#ops'] }),
  tokenParameter: key(TokenParameter, 'SSM parameter that holds the bot token.', {
    default: defaults.slackTokenParameter,
  }),
});

const Sns = z.strictObject({
  topicArn: key(z.union([TopicArn, z.null()]), "The topic. Without it, the stack's own."),
});

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
    slack: key(Slack, 'A Slack channel, written to by a bot.'),
    sns: key(Sns, 'An SNS topic.'),
  })
  .refine((receiver) => receiver.slack !== undefined || receiver.sns !== undefined, {
    error: 'goes nowhere: give it slack or sns',
  });

export type Receiver = z.infer<typeof Receiver>;
