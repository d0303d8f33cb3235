import type { MetricStat } from '../shapes.ts';
import type { Metric, Metrics } from '../state/metrics.ts';
import { statisticOf, within } from '../state/statistic.ts';

/** What is expected of a metric at a time. */
export type Band = { readonly lower: number; readonly upper: number };

/** Bands that a story has given, by metric. */
export type Bands = Map<Metric, (at: number) => Band>;

const trainingMs = 3 * 3_600_000;

/**
 * The band of expected values at `at`: the one a story has given, or `deviations` standard deviations around the
 * mean of the three hours before. CloudWatch trains a model on two weeks; nobody's story is that long.
 */
export function bandAt(
  parts: { readonly metrics: Metrics; readonly bands: Bands },
  { Metric: asked, Stat }: MetricStat,
  deviations: number,
  at: number,
): Band | null {
  const { metrics, bands } = parts;
  const metric = metrics.find(asked.Namespace ?? '', asked.MetricName ?? '', asked.Dimensions);
  if (!metric) return null;
  const given = bands.get(metric);
  if (given) return given(at);
  const values = within(metric.samples, at - trainingMs, at).flatMap(
    (sample) => statisticOf([sample], Stat) ?? [],
  );
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const distance = deviations * Math.sqrt(variance);
  return { lower: mean - distance, upper: mean + distance };
}
