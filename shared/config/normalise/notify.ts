import { defaults } from '../defaults.ts';
import type { NotifyConfig } from '../types.ts';
import type { Notify } from '../written/notify.ts';
import { normaliseReceiver } from './receivers.ts';
import { normaliseRoute } from './route.ts';

/** Without any receiver, everything goes to the stack's own topic; with one, it needs no route. */
export function normaliseNotify(written: Notify): NotifyConfig {
  const receivers = (written.receivers ?? []).map(normaliseReceiver);
  if (receivers.length === 0)
    receivers.push({
      name: defaults.receiver,
      sns: { topicArn: null, format: defaults.snsFormat },
    });
  const receiver = written.route?.receiver ?? receivers[0]?.name ?? defaults.receiver;
  return { route: normaliseRoute(written.route ?? {}, receiver), receivers };
}
