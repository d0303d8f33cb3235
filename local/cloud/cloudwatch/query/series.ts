import { ApiError } from '../../types.ts';
import type { MetricDataQuery, MetricStat } from '../shapes.ts';
import type { Metrics } from '../state/metrics.ts';
import { statisticOf, within } from '../state/statistic.ts';
import { type Band, type Bands, bandAt } from './band.ts';
import { type Column, calculate } from './calculate.ts';
import { type Insights, parseInsights, seriesOf } from './insights.ts';
import { parseExpression } from './parse.ts';

export type Source = { readonly metrics: Metrics; readonly bands: Bands };

/** Periods that follow one another, the oldest first; a value covers `[at, at + periodMs)`. */
export type Window = { readonly from: number; readonly periodMs: number; readonly length: number };

/** What one query answers: a line, a band, or a line for each of the groups it asks for. */
export type Answer =
  | { readonly kind: 'line'; readonly column: Column }
  | { readonly kind: 'band'; readonly bands: readonly (Band | null)[] }
  | { readonly kind: 'groups'; readonly groups: readonly Group[] };

export type Group = {
  readonly attributes: { readonly [name: string]: string };
  readonly column: Column;
};

export const timesOf = ({ from, periodMs, length }: Window): readonly number[] =>
  Array.from({ length }, (_, index) => from + index * periodMs);

export function columnOf(source: Source, stat: MetricStat, window: Window): Column {
  const { Namespace = '', MetricName = '', Dimensions } = stat.Metric;
  const metric = source.metrics.find(Namespace, MetricName, Dimensions);
  return timesOf(window).map((at) =>
    metric ? statisticOf(within(metric.samples, at, at + window.periodMs), stat.Stat) : null,
  );
}

/** Answers one of the queries; expressions may refer to the others. */
export function answerQuery(
  source: Source,
  queries: readonly MetricDataQuery[],
  id: string,
  window: Window,
): Answer {
  const query = queries.find(({ Id }) => Id === id);
  if (!query) throw new ApiError('ValidationError', `there is no metric ${id} in the list`);
  if (query.MetricStat) return { kind: 'line', column: columnOf(source, query.MetricStat, window) };
  const text = query.Expression ?? '';
  const insights = parseInsights(text);
  if (insights) return grouped(source, insights, window);
  const expression = parseExpression(text);
  if (expression.kind === 'call' && expression.name === 'ANOMALY_DETECTION_BAND') {
    const [of, deviations] = expression.given;
    const stat = queries.find(({ Id }) => of?.kind === 'id' && Id === of.name)?.MetricStat;
    const width = deviations?.kind === 'number' ? deviations.value : 2;
    if (!stat) throw new ApiError('ValidationError', `${text} is of no metric`);
    return { kind: 'band', bands: timesOf(window).map((at) => bandAt(source, stat, width, at)) };
  }
  const column = (other: string): Column | undefined => {
    if (other === id || !queries.some(({ Id }) => Id === other)) return undefined;
    const answer = answerQuery(source, queries, other, window);
    return answer.kind === 'line' ? answer.column : undefined;
  };
  return {
    kind: 'line',
    column: calculate(expression, {
      length: window.length,
      periodSeconds: window.periodMs / 1000,
      column,
      metrics: () =>
        queries.flatMap(({ MetricStat }) =>
          MetricStat ? [columnOf(source, MetricStat, window)] : [],
        ),
    }),
  };
}

function grouped(source: Source, insights: Insights, window: Window): Answer {
  const groups = seriesOf(source.metrics, insights, timesOf(window), window.periodMs);
  const [only] = groups;
  if (insights.groupBy.length > 0) return { kind: 'groups', groups };
  return { kind: 'line', column: only?.column ?? timesOf(window).map(() => null) };
}

/** How long the periods of a query are, in milliseconds. */
export function periodMsOf(queries: readonly MetricDataQuery[], fallbackSeconds = 60): number {
  const periods = queries.flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? []);
  return (periods.length === 0 ? fallbackSeconds : Math.max(...periods)) * 1000;
}
