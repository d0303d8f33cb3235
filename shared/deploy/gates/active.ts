import type { WhenUnknown } from '../../config/types/deploy.ts';
import type { Known } from '../../core/known.ts';
import { type Gate, whenUnknown } from './gate.ts';

const rule = 'the image can be pulled';

/**
 * Whether the image is there, and not archived. `status` is ECR's `imageStatus`, `null` where there is no such image any
 * more. An image that is being brought back from the archive (`ACTIVATING`) is pushed, or looked at, again.
 */
export function canBePulled(status: Known<string | null>, onUnknown: WhenUnknown): Gate {
  if (!status.known) return whenUnknown(rule, onUnknown, status.why);
  if (status.value === null) {
    return {
      reason: { rule, holds: false, because: 'the image is not in its repository any more' },
    };
  }
  const holds = status.value === 'ACTIVE';
  return { reason: { rule, holds, because: `the image is ${status.value} in ECR` } };
}
