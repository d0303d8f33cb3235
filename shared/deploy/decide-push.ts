import { clusterArnOf, nameOfArn } from '../core/arn.ts';
import type { Decision } from '../core/decision.ts';
import { callAt } from './calls.ts';
import type { PushFacts } from './facts.ts';
import { turnAfterMs } from './pace.ts';

/**
 * Pushes come in bunches: several tags of one image, several images of one build. What is pushed within the same ten
 * seconds is looked at once, when they are over. An event that comes late finds that look done, and it saw its push.
 */
const bunchMs = 10_000;

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
          ? `${inWords(services.length)} ${repository}: ${services.map(nameOfArn).join(', ')}`
          : `no service that is known uses ${repository}`,
    },
  ];
  const because =
    signal.kind === 'image-pushed'
      ? `${repository}:${signal.tag ?? signal.digest ?? ''} was ${signal.how}`
      : `the scan of ${repository}@${signal.digest} ended: ${signal.status}`;
  const bunch = (Math.floor(Date.parse(signal.at) / bunchMs) + 1) * bunchMs;
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

const inWords = (services: number): string =>
  services === 1 ? '1 service uses' : `${services} services use`;
