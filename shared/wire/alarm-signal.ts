import { parseArn } from '../core/arn.ts';
import { BadInput } from '../core/errors.ts';
import type { AlarmChanged } from '../core/signal.ts';

/**
 * The signal of a change, whichever way it came. Its id is made of what EventBridge, SNS and the Lambda action tell
 * alike, so that an alarm that comes all three ways is one signal. Region and account are those of the ARN.
 */
export function alarmChanged(
  change: Omit<AlarmChanged, 'kind' | 'id' | 'account' | 'region'>,
): AlarmChanged {
  const { alarmArn, state, alarmContributor, deleted } = change;
  const arn = parseArn(alarmArn);
  if (arn?.service !== 'cloudwatch' || !arn.resource.startsWith('alarm:')) {
    throw new BadInput('there should be the ARN of an alarm, and there is none');
  }
  const at = new Date(change.at).toISOString();
  const contributor = alarmContributor ? [alarmContributor.id] : [];
  return {
    ...change,
    kind: 'alarm-changed',
    id: [alarmArn, at, deleted ? 'deleted' : state.value, ...contributor].join('#'),
    at,
    account: arn.account,
    region: arn.region,
    state: { ...state, at },
  };
}
