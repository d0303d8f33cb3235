import { ofType, type Resource, type Resources } from './template.ts';

/** How often and how long something may go wrong before somebody is told: three times five minutes in a row. */
const periodSeconds = 300;
const periods = 3;

/**
 * Two alarms for each function. What fails once is tried again, and told when it has failed for good; these tell what
 * goes on failing. They tell the stack's topic, as Deckhand may be what fails.
 */
export function functionAlarms(resources: Resources): Resources {
  const all = ofType(resources, 'AWS::Lambda::Function').flatMap((id) => {
    const name = id.replace(/LambdaFunction$/, '');
    return [
      [`${name}ErrorsAlarm`, alarm(id, 'Errors', `${name} fails again and again. See its log.`)],
      [
        `${name}ThrottlesAlarm`,
        alarm(id, 'Throttles', `Lambda cannot run ${name}: no concurrency is left for it.`),
      ],
    ] as const;
  });
  return Object.fromEntries(all);
}

const alarm = (functionId: string, MetricName: string, AlarmDescription: string): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmDescription,
    Namespace: 'AWS/Lambda',
    MetricName,
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: functionId } }],
    Statistic: 'Sum',
    Period: periodSeconds,
    EvaluationPeriods: periods,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [{ Ref: 'Topic' }],
    OKActions: [{ Ref: 'Topic' }],
  },
});
