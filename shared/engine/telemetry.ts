import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** One JSON line per thing worth knowing; the level comes from POWERTOOLS_LOG_LEVEL. */
export const logger = new Logger({ serviceName: 'deckhand' });

/** CloudWatch metrics in the embedded metric format: printed, never an API call. */
export const metrics = new Metrics({ namespace: 'Deckhand', serviceName: 'deckhand' });

/** Counts one of something that happened: `Signals`, `Calls`, `PutBack`, `NotOurs`, `NotUnderstood`, `Notices`. */
export function count(name: string, howMany = 1): void {
  metrics.addMetric(name, MetricUnit.Count, howMany);
}
