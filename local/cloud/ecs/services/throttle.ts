import { type Ecs, minuteMs, secondMs } from '../state/ecs.ts';
import type { Deployment, Service } from '../state/service.ts';
import { emitAction, note } from './events.ts';

const longestMs = 27 * minuteMs;

/** The wait after `failures` starts in a row that came to nothing: from 10 seconds, doubling, up to 27 minutes. */
const delayAfterMs = (failures: number): number =>
  Math.min(longestMs, 10 * secondMs * 2 ** (failures - 1));

/** Slows the deployment down after a task that never got to RUNNING. Tasks that fail together count once. */
export function slowDown(ecs: Ecs, service: Service, deployment: Deployment): void {
  const now = ecs.kernel.time.now();
  if (now < deployment.notBefore) return;
  deployment.failedStarts += 1;
  deployment.notBefore = now + delayAfterMs(deployment.failedStarts);
  if (deployment.failedStarts % 3 !== 0) return;
  note(
    ecs,
    service,
    'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.',
  );
  emitAction(ecs, service, 'WARN', 'SERVICE_TASK_START_IMPAIRED');
}
