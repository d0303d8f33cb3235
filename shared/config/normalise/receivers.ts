import { defaults } from '../defaults.ts';
import type { Receiver, SecretRef } from '../types/receivers.ts';
import type { Receiver as Written } from '../written/receivers.ts';

export function normaliseReceiver(written: Written): Receiver {
  const { name, slack, slackWebhook, sns, pagerduty, webhook } = written;
  return {
    name,
    ...(slack && {
      slack: {
        channel: slack.channel,
        token: secretIn(slack.tokenParameter, slack.tokenSecret, defaults.slackTokenParameter),
      },
    }),
    ...(slackWebhook && {
      slackWebhook: { url: secretIn(slackWebhook.urlParameter, slackWebhook.urlSecret) },
    }),
    ...(sns && {
      sns: { topicArn: sns.topicArn ?? null, format: sns.format ?? defaults.snsFormat },
    }),
    ...(pagerduty && {
      pagerduty: {
        routingKey: secretIn(pagerduty.routingKeyParameter, pagerduty.routingKeySecret),
      },
    }),
    ...(webhook && {
      webhook: {
        url: webhook.url ?? secretIn(webhook.urlParameter, webhook.urlSecret),
        secret: secretIn(webhook.secretParameter, webhook.secretSecret),
      },
    }),
  };
}

/** The schema has seen to it that one of the two is there, where there is no default. */
function secretIn(
  parameter: string | undefined,
  secret: string | undefined,
  orParameter = '',
): SecretRef {
  if (secret === undefined) return { parameter: parameter ?? orParameter };
  const [name = '', jsonKey] = secret.split('#');
  return jsonKey === undefined ? { secret: name } : { secret: name, jsonKey };
}
