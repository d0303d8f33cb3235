import { z } from 'zod';

/** Shapes that several actions take. Source: CloudWatch API model, 2010-08-01. */

/** Seconds since 1970 on the wire; milliseconds here. */
export const Time = z.union([
  z.number().transform((seconds) => Math.round(seconds * 1000)),
  z.date().transform((date) => date.getTime()),
]);

const Dimension = z.object({ Name: z.string().min(1), Value: z.string().min(1) });
export const Dimensions = z.array(Dimension).max(30);
export type Dimensions = z.infer<typeof Dimensions>;

export const StateValue = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
export type StateValue = z.infer<typeof StateValue>;

export const Tags = z.array(z.object({ Key: z.string(), Value: z.string() })).max(50);

export const Period = z
  .number()
  .int()
  .refine((seconds) => [1, 5, 10, 20, 30].includes(seconds) || seconds % 60 === 0, {
    error: 'must be 1, 5, 10, 20, 30 or a multiple of 60',
  });

const MetricStat = z.object({
  Metric: z.object({
    Namespace: z.string().optional(),
    MetricName: z.string().optional(),
    Dimensions: Dimensions.default([]),
  }),
  Period,
  Stat: z.string(),
  Unit: z.string().optional(),
});
export type MetricStat = z.infer<typeof MetricStat>;

export const MetricDataQuery = z.object({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
  MetricStat: MetricStat.optional(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  ReturnData: z.boolean().optional(),
  Period: Period.optional(),
});
export type MetricDataQuery = z.infer<typeof MetricDataQuery>;

export const comparisonOperators = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
] as const;
export const ComparisonOperator = z.enum(comparisonOperators);
export type ComparisonOperator = z.infer<typeof ComparisonOperator>;

export const TreatMissingData = z.enum(['missing', 'ignore', 'breaching', 'notBreaching']);
export type TreatMissingData = z.infer<typeof TreatMissingData>;

const ActionConfiguration = z.object({
  AlarmTagsPropagation: z
    .object({
      Enabled: z.boolean(),
      IncludedTagKeys: z.array(z.string()).optional(),
      ExcludedTagKeys: z.array(z.string()).optional(),
    })
    .optional(),
});
export type ActionConfiguration = z.infer<typeof ActionConfiguration>;

const Actions = z.array(z.string()).max(5).default([]);

/** What every kind of alarm is made with. */
export const AlarmInput = z.object({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1024).optional(),
  ActionsEnabled: z.boolean().default(true),
  OKActions: Actions,
  AlarmActions: Actions,
  InsufficientDataActions: Actions,
  Tags: Tags.default([]),
  ActionConfiguration: ActionConfiguration.optional(),
});
export type AlarmInput = z.infer<typeof AlarmInput>;
