import * as z from 'zod/mini';
import { type AlarmConfiguration, type AlarmMetric, alarmKindOf } from '../core/alarm.ts';
import { given } from '../core/given.ts';
import { lenient } from '../core/lenient.ts';

const Text = lenient(z.string());
const Count = lenient(z.number());

const MetricStat = z.object({
  metric: z.object({
    namespace: Text,
    name: Text,
    dimensions: lenient(z.record(z.string(), z.string())),
  }),
  period: Count,
  stat: Text,
});

const Metric = z.object({
  id: z.string(),
  metricStat: lenient(MetricStat),
  expression: Text,
  label: Text,
  period: Count,
  accountId: Text,
  returnData: lenient(z.boolean()),
});

const logFields = {
  logGroupIdentifiers: lenient(z.array(z.string())),
  queryString: Text,
};

/**
 * `detail.configuration`. Source: CloudWatch user guide, cloudwatch-and-eventbridge. The guide shows no PromQL alarm; its
 * fields are named as in PutMetricAlarm.
 */
export const WrittenConfiguration = z.object({
  description: Text,
  metrics: lenient(z.array(Metric)),
  threshold: Count,
  comparisonOperator: Text,
  evaluationPeriods: Count,
  datapointsToAlarm: Count,
  alarmRule: Text,
  actionsSuppressorWaitPeriod: Count,
  actionsSuppressorExtensionPeriod: Count,
  ...logFields,
  scheduledQueryConfiguration: lenient(z.object(logFields)),
  evaluationCriteria: lenient(z.object({ promQLCriteria: lenient(z.object({ query: Text })) })),
});

type Written = z.infer<typeof WrittenConfiguration>;

/** The configuration as an EventBridge event or a Lambda action has it. */
export function configurationOf(written: Written): AlarmConfiguration {
  const metrics = (written.metrics ?? []).map(metricOf);
  const logs = written.scheduledQueryConfiguration ?? written;
  const promql = written.evaluationCriteria?.promQLCriteria;
  const isLog = logs.logGroupIdentifiers !== undefined || logs.queryString !== undefined;
  return {
    kind: alarmKindOf({
      alarmRule: written.alarmRule,
      logs: isLog ? logs : undefined,
      promql: written.evaluationCriteria,
      metrics,
    }),
    metrics,
    ...given({
      description: written.description,
      threshold: written.threshold,
      comparisonOperator: written.comparisonOperator,
      evaluationPeriods: written.evaluationPeriods,
      datapointsToAlarm: written.datapointsToAlarm,
      alarmRule: written.alarmRule,
      suppressorWaitSeconds: written.actionsSuppressorWaitPeriod,
      suppressorExtensionSeconds: written.actionsSuppressorExtensionPeriod,
      query: promql?.query ?? logs.queryString,
      logGroups: logs.logGroupIdentifiers,
    }),
  };
}

function metricOf({ id, metricStat, returnData, ...written }: z.infer<typeof Metric>): AlarmMetric {
  return {
    id,
    dimensions: metricStat?.metric.dimensions ?? {},
    returnData: returnData ?? true,
    ...given({
      expression: written.expression,
      label: written.label,
      accountId: written.accountId,
      namespace: metricStat?.metric.namespace,
      name: metricStat?.metric.name,
      stat: metricStat?.stat,
      periodSeconds: metricStat?.period ?? written.period,
    }),
  };
}
