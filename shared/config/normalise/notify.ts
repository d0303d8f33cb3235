import { defaults } from '../defaults.ts';
import type { NotifyConfig } from '../types.ts';
import type { Notify } from '../written/notify.ts';
import { normaliseReceiver } from './receivers.ts';
import { normaliseRoute, readMatcher } from './route.ts';
import { normaliseTimeInterval } from './time-intervals.ts';

/** Without any receiver, everything goes to the stack's own topic; with one, it needs no route. */
export function normaliseNotify(written: Notify): NotifyConfig {
  const receivers = (written.receivers ?? []).map(normaliseReceiver);
  if (receivers.length === 0)
    receivers.push({
      name: defaults.receiver,
      sns: { topicArn: null, format: defaults.snsFormat },
    });
  const receiver = written.route?.receiver ?? receivers[0]?.name ?? defaults.receiver;
  return {
    route: normaliseRoute(written.route ?? {}, receiver),
    receivers,
    fallback: written.fallback ?? null,
    timeIntervals: (written.timeIntervals ?? []).map(normaliseTimeInterval),
    inhibitRules: (written.inhibitRules ?? []).map((rule) => ({
      sourceMatchers: rule.sourceMatchers.map(readMatcher),
      targetMatchers: rule.targetMatchers.map(readMatcher),
      equal: rule.equal ?? [],
    })),
  };
}
