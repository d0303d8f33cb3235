import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Metrics } from './state/metrics.ts';

const ListMetrics = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z
    .array(z.object({ Name: z.string(), Value: z.string().optional() }))
    .max(10)
    .default([]),
  NextToken: z.string().optional(),
});

export const listMetrics = (metrics: Metrics): ApiAction =>
  action({
    input: ListMetrics,
    answer(input) {
      const found = metrics
        .all()
        .filter(
          ({ namespace, name, dimensions }) =>
            (input.Namespace ?? namespace) === namespace &&
            (input.MetricName ?? name) === name &&
            input.Dimensions.every((wanted) =>
              dimensions.some(
                ({ Name, Value }) => Name === wanted.Name && (wanted.Value ?? Value) === Value,
              ),
            ),
        );
      const { items, nextToken } = page(found, input.NextToken, 500);
      return {
        Metrics: items.map(({ namespace, name, dimensions }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: dimensions,
        })),
        NextToken: nextToken,
      };
    },
  });
