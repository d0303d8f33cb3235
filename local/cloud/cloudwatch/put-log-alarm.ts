import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { type Alarms, alarmArn } from './alarms/alarms.ts';
import type { LogAlarm } from './alarms/model.ts';
import { rememberAlarm } from './alarms/remember.ts';
import { AlarmInput, ComparisonOperator, TreatMissingData } from './shapes.ts';

export const PutLogAlarm = AlarmInput.extend({
  ScheduledQueryConfiguration: z.looseObject({
    QueryString: z.string(),
    LogGroupIdentifiers: z.array(z.string()).optional(),
    ScheduledQueryRoleARN: z.string(),
    AggregationExpression: z.string(),
  }),
  QueryResultsToEvaluate: z.number().int().min(1),
  QueryResultsToAlarm: z.number().int().min(1),
  Threshold: z.number(),
  ComparisonOperator,
  TreatMissingData: TreatMissingData.default('missing'),
});
export type PutLogAlarm = z.infer<typeof PutLogAlarm>;

/** Log alarms are kept and described; nobody runs their queries here, so SetAlarmState is what moves them. */
export const putLogAlarm = (alarms: Alarms): ApiAction =>
  action({
    input: PutLogAlarm,
    permissions: ({ AlarmName }) => [
      { action: 'cloudwatch:PutLogAlarm', resource: alarmArn(alarms.kernel, AlarmName) },
    ],
    answer(input) {
      rememberAlarm(alarms, input, (common): LogAlarm => ({ ...common, kind: 'log', input }));
      return {};
    },
  });
