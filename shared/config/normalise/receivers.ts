import { defaults } from '../defaults.ts';
import type { Receiver } from '../types/receivers.ts';
import type { Receiver as Written } from '../written/receivers.ts';

export function normaliseReceiver({ name, slack, sns }: Written): Receiver {
  return {
    name,
    ...(slack && {
      slack: {
        channel: slack.channel,
        tokenParameter: slack.tokenParameter ?? defaults.slackTokenParameter,
      },
    }),
    ...(sns && { sns: { topicArn: sns.topicArn ?? null } }),
  };
}
