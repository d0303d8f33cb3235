import { z } from 'zod';
import { action, page } from '../action.ts';
import { type ApiAction, ApiError, type Body } from '../types.ts';
import type { Alarms } from './alarms/alarms.ts';
import { type Mute, statusOf } from './alarms/mute.ts';
import { muteArn, putAlarmMuteRule } from './put-alarm-mute-rule.ts';

const Name = z.object({ AlarmMuteRuleName: z.string() });
const ListAlarmMuteRules = z.object({
  AlarmName: z.string().optional(),
  Statuses: z.array(z.enum(['SCHEDULED', 'ACTIVE', 'EXPIRED'])).optional(),
  MaxRecords: z.number().int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
});

/** Mute rules: kept by name. */
export function muteActions(alarms: Alarms): { readonly [name: string]: ApiAction } {
  const { kernel, mutes } = alarms;
  const on = (name: string) => (input: z.infer<typeof Name>) => [
    { action: `cloudwatch:${name}`, resource: muteArn(kernel, input.AlarmMuteRuleName) },
  ];
  const summary = (mute: Mute): Body => ({
    AlarmMuteRuleArn: mute.arn,
    ExpireDate: dateOf(mute.input.ExpireDate),
    Status: statusOf(mute, kernel.time.now()),
    MuteType: mute.input.Rule.Schedule.Expression.startsWith('at(') ? 'ONE_TIME' : 'RECURRING',
    LastUpdatedTimestamp: new Date(mute.updatedAt),
  });

  return {
    PutAlarmMuteRule: putAlarmMuteRule(alarms),
    GetAlarmMuteRule: action({
      input: Name,
      permissions: on('GetAlarmMuteRule'),
      answer({ AlarmMuteRuleName }) {
        const mute = mutes.get(AlarmMuteRuleName);
        if (!mute) {
          throw new ApiError('ResourceNotFoundException', `no rule ${AlarmMuteRuleName}`, 404);
        }
        const { Name: name, Description, Rule, MuteTargets, StartDate } = mute.input;
        const given = { Name: name, Description, Rule, MuteTargets };
        return { ...given, StartDate: dateOf(StartDate), ...summary(mute) };
      },
    }),
    ListAlarmMuteRules: action({
      input: ListAlarmMuteRules,
      answer({ AlarmName, Statuses, MaxRecords, NextToken }) {
        const found = [...mutes.values()].filter(
          (mute) =>
            (AlarmName === undefined || mute.input.MuteTargets?.AlarmNames.includes(AlarmName)) &&
            (Statuses?.includes(statusOf(mute, kernel.time.now())) ?? true),
        );
        const { items, nextToken } = page(found, NextToken, MaxRecords);
        return { AlarmMuteRuleSummaries: items.map(summary), NextToken: nextToken };
      },
    }),
    DeleteAlarmMuteRule: action({
      input: Name,
      permissions: on('DeleteAlarmMuteRule'),
      answer({ AlarmMuteRuleName }) {
        mutes.delete(AlarmMuteRuleName);
        return {};
      },
    }),
  };
}

const dateOf = (at: number | undefined): Date | undefined =>
  at === undefined ? undefined : new Date(at);
