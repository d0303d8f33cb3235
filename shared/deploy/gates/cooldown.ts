import { formatDuration } from '../../config/duration.ts';
import type { WhenUnknown } from '../../config/types/deploy.ts';
import type { Known } from '../../core/known.ts';
import { type Gate, whenUnknown } from './gate.ts';

const rule = 'the image has cooled down';

/** Whether the image was pushed long enough ago: by ECR's `imagePushedAt`, as a build can forge its own date. */
export function hasCooledDown(
  pushedAt: Known<string>,
  cooldownMs: number,
  onUnknown: WhenUnknown,
  now: string,
): Gate {
  if (cooldownMs === 0)
    return { reason: { rule, holds: true, because: 'the rule asks for no cooldown' } };
  if (!pushedAt.known) return whenUnknown(rule, onUnknown, pushedAt.why);
  const until = new Date(Date.parse(pushedAt.value) + cooldownMs).toISOString();
  const holds = Date.parse(until) <= Date.parse(now);
  const because = `the image was pushed at ${pushedAt.value}, and the cooldown is ${formatDuration(cooldownMs)}`;
  return { reason: { rule, holds, because }, ...(holds ? {} : { until }) };
}
