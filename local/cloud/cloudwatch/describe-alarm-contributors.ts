import { z } from 'zod';
import { action, page } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { type Alarms, alarmArn } from './alarms/alarms.ts';

const DescribeAlarmContributors = z.object({
  AlarmName: z.string(),
  NextToken: z.string().optional(),
});

/** Tells the time series that are in ALARM. */
export const describeAlarmContributors = (alarms: Alarms): ApiAction =>
  action({
    input: DescribeAlarmContributors,
    permissions: ({ AlarmName }) => [
      {
        action: 'cloudwatch:DescribeAlarmContributors',
        resource: alarmArn(alarms.kernel, AlarmName),
      },
    ],
    answer({ AlarmName, NextToken }) {
      const alarm = alarms.byName.get(AlarmName);
      if (alarm?.kind !== 'metric') {
        throw new ApiError('ResourceNotFoundException', `no alarm ${AlarmName}`, 404);
      }
      const burning = [...alarm.contributors.values()].filter(
        ({ state }) => state.value === 'ALARM',
      );
      const { items, nextToken } = page(burning, NextToken, 100);
      return {
        AlarmContributors: items.map(({ id, attributes, state }) => ({
          ContributorId: id,
          ContributorAttributes: attributes,
          StateReason: state.reason,
          StateTransitionedTimestamp: new Date(state.at),
        })),
        NextToken: nextToken,
      };
    },
  });
