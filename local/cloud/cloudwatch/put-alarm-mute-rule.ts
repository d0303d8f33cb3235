import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction, Kernel, Permission } from '../types.ts';
import { type Alarms, alarmArn } from './alarms/alarms.ts';
import { durationMs, startsOf } from './alarms/mute.ts';
import { Tags, Time } from './shapes.ts';

export const PutAlarmMuteRule = z.object({
  Name: z.string().min(1).max(255),
  Description: z.string().optional(),
  Rule: z.object({
    Schedule: z.object({
      Expression: z.string().min(1).max(256),
      Duration: z.string(),
      Timezone: z.string().optional(),
    }),
  }),
  MuteTargets: z.object({ AlarmNames: z.array(z.string()).max(100) }).optional(),
  Tags: Tags.optional(),
  StartDate: Time.optional(),
  ExpireDate: Time.optional(),
});
export type PutAlarmMuteRule = z.infer<typeof PutAlarmMuteRule>;

export const muteArn = ({ partition, region, account }: Kernel, name: string): string =>
  `arn:${partition}:cloudwatch:${region}:${account}:alarm-mute-rule:${name}`;

export const putAlarmMuteRule = (alarms: Alarms): ApiAction =>
  action({
    input: PutAlarmMuteRule,
    permissions: ({ Name, MuteTargets }) => [
      ...[muteArn(alarms.kernel, Name)].map(toPut),
      ...(MuteTargets?.AlarmNames ?? []).map((name) => toPut(alarmArn(alarms.kernel, name))),
    ],
    answer(input) {
      const { Expression, Duration, Timezone } = input.Rule.Schedule;
      alarms.mutes.set(input.Name, {
        arn: muteArn(alarms.kernel, input.Name),
        input,
        starts: startsOf(Expression, Timezone),
        durationMs: durationMs(Duration),
        updatedAt: alarms.kernel.time.now(),
      });
      return {};
    },
  });

const toPut = (resource: string): Permission => ({
  action: 'cloudwatch:PutAlarmMuteRule',
  resource,
});
