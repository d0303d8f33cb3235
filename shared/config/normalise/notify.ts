import { defaults } from '../defaults.ts';
import type { NotifyConfig, Receiver } from '../types.ts';
import type { Notify } from '../written/notify.ts';
import { normaliseRoute } from './route.ts';

/** Without any receiver, everything goes to the stack's own topic; with one, it needs no route. */
export function normaliseNotify(written: Notify): NotifyConfig {
  const receivers = (written.receivers ?? []).map(normaliseReceiver);
  if (receivers.length === 0) receivers.push({ name: defaults.receiver, sns: { topicArn: null } });
  const receiver = written.route?.receiver ?? receivers[0]?.name ?? defaults.receiver;
  return { route: normaliseRoute(written.route ?? {}, receiver), receivers };
}

function normaliseReceiver({
  name,
  slack,
  sns,
}: NonNullable<Notify['receivers']>[number]): Receiver {
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
