import { ApiError } from '../../types.ts';
import type { Metric, Metrics } from '../state/metrics.ts';
import { statisticOf, within } from '../state/statistic.ts';
import type { Group } from './series.ts';

/** A Metrics Insights query: `SELECT AVG(CPUUtilization) FROM "AWS/ECS" WHERE … GROUP BY ServiceName`. */
export type Insights = {
  readonly statistic: string;
  readonly metric: string;
  readonly namespace: string;
  /** The dimensions that SCHEMA names; empty for any. */
  readonly schema: readonly string[];
  readonly where: readonly {
    readonly name: string;
    readonly value: string;
    readonly is: boolean;
  }[];
  readonly groupBy: readonly string[];
};

const shape =
  /^SELECT\s+(\w+)\(\s*("[^"]+"|\w+)\s*\)\s+FROM\s+(?:SCHEMA\(\s*("[^"]+"|\w+)\s*((?:,\s*[^,)]+)*)\)|("[^"]+"|\w+))(?:\s+WHERE\s+(.+?))?(?:\s+GROUP\s+BY\s+(.+?))?(?:\s+ORDER\s+BY\s+.+?)?(?:\s+LIMIT\s+\d+)?$/is;

const statistics: { readonly [name: string]: string } = {
  AVG: 'Average',
  SUM: 'Sum',
  MIN: 'Minimum',
  MAX: 'Maximum',
  COUNT: 'SampleCount',
};

/** Reads the query, or answers `null` where the text is none. */
export function parseInsights(text: string): Insights | null {
  if (!/^\s*SELECT\s/i.test(text)) return null;
  const [, name = '', metric = '', schemaOf, schema = '', plain, where, groupBy] =
    shape.exec(text.trim()) ?? [];
  const statistic = statistics[name.toUpperCase()];
  if (!statistic) throw new ApiError('ValidationError', `Invalid metrics list: ${text}`);
  return {
    statistic,
    metric: unquoted(metric),
    namespace: unquoted(schemaOf ?? plain ?? ''),
    schema: namesIn(schema),
    where: (where ?? '')
      .split(/\s+AND\s+/i)
      .filter((one) => one !== '')
      .map((one) => conditionIn(one, text)),
    groupBy: namesIn(groupBy ?? ''),
  };
}

const unquoted = (text: string): string => text.trim().replace(/^["']|["']$/g, '');

const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map(unquoted)
    .filter((name) => name !== '');

function conditionIn(text: string, query: string): Insights['where'][number] {
  const [, name, sign, value] = /^\s*("[^"]+"|\w+)\s*(!?=)\s*'([^']*)'\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new ApiError('ValidationError', `Invalid metrics list: ${query}`);
  }
  return { name: unquoted(name), value, is: sign === '=' };
}

/** A series for each combination of values of the dimensions that the query groups by. */
export function seriesOf(
  metrics: Metrics,
  insights: Insights,
  times: readonly number[],
  periodMs: number,
): readonly Group[] {
  const groups = new Map<string, { attributes: Group['attributes']; of: Metric[] }>();
  for (const metric of metrics.all().filter((one) => isAskedFor(one, insights))) {
    const attributes = Object.fromEntries(
      insights.groupBy.map((name) => [name, dimensionOf(metric, name) ?? '']),
    );
    const key = JSON.stringify(attributes);
    const group = groups.get(key) ?? { attributes, of: [] };
    group.of.push(metric);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ attributes, of }) => ({
    attributes,
    column: times.map((at) => {
      const samples = of.flatMap((metric) => within(metric.samples, at, at + periodMs));
      return statisticOf(samples, insights.statistic);
    }),
  }));
}

function isAskedFor(metric: Metric, { namespace, metric: name, ...query }: Insights): boolean {
  const hasAll = (wanted: readonly string[]): boolean =>
    wanted.every((dimension) => dimensionOf(metric, dimension) !== undefined);
  return (
    metric.namespace === namespace &&
    metric.name === name &&
    (query.schema.length === 0 || metric.dimensions.length === query.schema.length) &&
    hasAll([...query.schema, ...query.groupBy]) &&
    query.where.every((one) => (dimensionOf(metric, one.name) === one.value) === one.is)
  );
}

const dimensionOf = ({ dimensions }: Metric, name: string): string | undefined =>
  dimensions.find(({ Name }) => Name === name)?.Value;
