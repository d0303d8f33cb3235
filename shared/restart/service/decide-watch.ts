import { formatDuration } from '../../config/duration.ts';
import type { Decision, Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import { retold } from '../notices.ts';
import { tell } from '../steps.ts';
import type { WatchFacts } from './facts.ts';
import { comeBack } from './watching.ts';

/** A service is over its trouble when it has been quiet for a window and has all the tasks it wants, or is gone. */
export function decideWatch({ watch, service, sightings, now }: WatchFacts): Decision {
  if (service.known && (!service.value || service.value.status === 'INACTIVE')) {
    const gone = { rule: 'the service exists', holds: false, because: 'it was deleted' };
    return resolved(watch, now, [gone], 'the service was deleted', 'The service was deleted.');
  }
  const found = service.known ? service.value : null;
  const reasons = [
    isQuiet(sightings.length, watch.windowMs),
    found ? hasItsTasks(found) : unseen(service.known ? 'it was not found' : service.why),
  ];
  if (!reasons.every(({ holds }) => holds)) {
    return { verdict: 'wait', reasons, actions: comeBack(watch, now) };
  }
  const quiet = formatDuration(watch.windowMs);
  const count = `${found?.runningCount ?? 0} of ${found?.desiredCount ?? 0} tasks run`;
  return resolved(watch, now, reasons, 'healthy again', `Quiet for ${quiet}; ${count}.`);
}

const isQuiet = (stops: number, windowMs: number): Reason => ({
  rule: 'it has been quiet',
  holds: stops === 0,
  because: `${stops === 0 ? 'nothing' : `seen ${stops} times`} in the last ${formatDuration(windowMs)}`,
});

/** A service at zero tasks is paused, not healthy. */
function hasItsTasks({ runningCount, desiredCount, schedulingStrategy }: Service): Reason {
  const holds =
    runningCount >= desiredCount && (desiredCount > 0 || schedulingStrategy === 'DAEMON');
  const because = `${runningCount} of ${desiredCount} tasks run`;
  return { rule: 'it has the tasks it wants', holds, because };
}

const unseen = (why: string): Reason => ({
  rule: 'it has the tasks it wants',
  holds: false,
  because: `not known: ${why}`,
});

function resolved(
  watch: WatchFacts['watch'],
  now: string,
  reasons: readonly Reason[],
  headline: string,
  summary: string,
): Decision {
  const notice = retold(watch.notice, watch.subject, {
    phase: 'resolved',
    severity: 'info',
    headline,
    summary,
    at: now,
    counts: false,
    reasons,
  });
  return { verdict: 'resolve', reasons, actions: [tell(notice)] };
}
