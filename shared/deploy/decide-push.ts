import { clusterArnOf, nameOfArn } from '../core/arn.ts';
import { counted } from '../core/counted.ts';
import type { Decision } from '../core/decision.ts';
import { bunchEndMs } from '../core/image-signal.ts';
import { callAt } from './calls.ts';
import type { PushFacts } from './facts.ts';
import { turnAfterMs } from './pace.ts';

/** A push concerns the services that use its repository; each is looked at by itself. */
export function decidePush({ signal, services, now }: PushFacts): Decision {
  const { repository } = signal;
  if (services === null) {
    const because = `no rule has a scan gate for ${repository}`;
    return {
      verdict: 'ignore',
      reasons: [{ rule: 'a rollout may wait for the scan', holds: false, because }],
      actions: [],
    };
  }
  const reasons = [
    {
      rule: 'services use the repository',
      holds: services.length > 0,
      because:
        services.length > 0
          ? `${counted(services.length, 'service')} ${services.length === 1 ? 'uses' : 'use'} ${repository}: ${services.map(nameOfArn).join(', ')}`
          : `no service that is known uses ${repository}`,
    },
  ];
  const because =
    signal.kind === 'image-pushed'
      ? `${repository}:${signal.tag ?? signal.digest ?? ''} was ${signal.how}`
      : `the scan of ${repository}@${signal.digest} ended: ${signal.status}`;
  const bunch = bunchEndMs(Date.parse(signal.at));
  const from = Math.max(bunch, Date.parse(now));
  const actions = services.map((serviceArn, index) => {
    const at = new Date(from + turnAfterMs(index)).toISOString();
    return callAt(
      { what: 'consider', clusterArn: clusterArnOf(serviceArn), serviceArn, because },
      `${serviceArn}@${new Date(bunch).toISOString()}`,
      at,
    );
  });
  return { verdict: actions.length > 0 ? 'consider' : 'ignore', reasons, actions };
}
