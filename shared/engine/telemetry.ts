import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

// Both are called by POWERTOOLS_SERVICE_NAME, so that two stacks of one account keep theirs apart.

/** One JSON line per thing worth knowing; the level comes from POWERTOOLS_LOG_LEVEL. */
export const logger = new Logger();

/** CloudWatch metrics in the embedded metric format: printed, never an API call. */
export const metrics = new Metrics({ namespace: 'Deckhand' });

/** What is counted; docs/operations.md says what each means. */
type Counted =
  | 'Signals'
  | 'Calls'
  | 'PutBack'
  | 'NotOurs'
  | 'NotUnderstood'
  | 'Decisions'
  | 'Actions'
  | 'Refusals'
  | 'Failures'
  | 'Notices'
  | 'KeptQuiet'
  | 'DeliveredAgain'
  | 'NotPutOff';

/** Counts some of what happened. */
export function count(name: Counted, howMany = 1): void {
  metrics.addMetric(name, MetricUnit.Count, howMany);
}

/**
 * How late something comes, in milliseconds: an event after what it tells of, a call after its time, a notice after
 * what happened. Clocks differ: what comes before its time comes at it.
 */
export function late(name: 'EventLag' | 'CallLag' | 'NoticeLag', since: string, now: Date): void {
  metrics.addMetric(name, MetricUnit.Milliseconds, Math.max(0, now.getTime() - Date.parse(since)));
}
