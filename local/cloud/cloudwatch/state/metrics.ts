import type { Dimensions } from '../shapes.ts';

/** What was measured within one instant. `values` are kept for percentiles. */
export type Sample = {
  readonly at: number;
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly values: readonly number[];
};

/** One metric: a name, its dimensions, and what was measured, oldest first. */
export type Metric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly samples: Sample[];
  unit?: string | undefined;
};

/** Dimensions as a story writes them: `{ ClusterName: 'voting' }`. */
export type DimensionMap = { readonly [name: string]: string };

export type Metrics = {
  /** The metric, made if there is none yet. */
  readonly metric: (namespace: string, name: string, dimensions: Dimensions) => Metric;
  readonly find: (namespace: string, name: string, dimensions: Dimensions) => Metric | undefined;
  readonly all: () => readonly Metric[];
  readonly add: (metric: Metric, sample: Sample) => void;
};

/** CloudWatch's memory of what was measured. */
export function createMetrics(): Metrics {
  const metrics = new Map<string, Metric>();
  return {
    metric(namespace, name, dimensions) {
      const key = keyOf(namespace, name, dimensions);
      const known = metrics.get(key);
      if (known) return known;
      const made: Metric = { namespace, name, dimensions, samples: [] };
      metrics.set(key, made);
      return made;
    },
    find: (namespace, name, dimensions) => metrics.get(keyOf(namespace, name, dimensions)),
    all: () => [...metrics.values()],
    add({ samples }, sample) {
      // Almost always the newest; a late point is sorted in.
      let index = samples.length;
      while (index > 0 && (samples[index - 1]?.at ?? 0) > sample.at) index -= 1;
      samples.splice(index, 0, sample);
    },
  };
}

export const sampleOf = (at: number, values: readonly number[]): Sample => ({
  at,
  values,
  sum: values.reduce((sum, value) => sum + value, 0),
  count: values.length,
  min: Math.min(...values),
  max: Math.max(...values),
});

export const dimensionsOf = (map: DimensionMap): Dimensions =>
  Object.entries(map).map(([Name, Value]) => ({ Name, Value }));

/** Dimensions have no order. */
const keyOf = (namespace: string, name: string, dimensions: Dimensions): string =>
  JSON.stringify([namespace, name, ...dimensions.map(({ Name, Value }) => [Name, Value]).sort()]);
