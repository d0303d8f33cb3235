import { z } from 'zod';
import { action, page } from '../action.ts';
import {
  type ApiAction,
  ApiError,
  type Body,
  type Kernel,
  type Permission,
  type Service,
} from '../types.ts';
import {
  createSchedules,
  Named,
  type Reach,
  type Schedule,
  type Schedules,
  Written,
} from './store.ts';

export type { RunTask } from './store.ts';

const List = z.looseObject({
  NamePrefix: z.string().optional(),
  GroupName: z.string().optional(),
  State: z.string().optional(),
  NextToken: z.string().optional(),
  MaxResults: z.coerce.number().int().min(1).max(100).optional(),
});

/** Amazon EventBridge Scheduler: its ECS targets are launched through `runTask`. */
export function createScheduler(kernel: Kernel, reach: Reach): { readonly service: Service } {
  const schedules = createSchedules(kernel, reach);
  const actions = { ...writing(schedules), ...reading(schedules) };
  return { service: { name: 'scheduler', actions } };
}

type Actions = { readonly [action: string]: ApiAction };

const on =
  (name: string, { arnOf }: Schedules) =>
  (input: Named) => [{ action: `scheduler:${name}`, resource: arnOf(input) }];

/** Whoever writes a schedule hands the role of its target to EventBridge Scheduler. */
const onWriting =
  (name: string, schedules: Schedules) =>
  (input: Written): readonly Permission[] => [
    ...on(name, schedules)(input),
    {
      action: 'iam:PassRole',
      resource: input.Target.RoleArn,
      context: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    },
  ];

function writing(schedules: Schedules): Actions {
  return {
    CreateSchedule: action({
      input: Written,
      permissions: onWriting('CreateSchedule', schedules),
      answer(written) {
        if (schedules.schedules.has(schedules.arnOf(written))) {
          throw new ApiError('ConflictException', `Schedule ${written.Name} already exists.`, 409);
        }
        return { ScheduleArn: schedules.put(written) };
      },
    }),
    UpdateSchedule: action({
      input: Written,
      permissions: onWriting('UpdateSchedule', schedules),
      answer: (written) => ({ ScheduleArn: schedules.put(written, schedules.find(written)) }),
    }),
    DeleteSchedule: action({
      input: Named,
      permissions: on('DeleteSchedule', schedules),
      answer(input) {
        schedules.remove(schedules.find(input));
        return {};
      },
    }),
  };
}

function reading(schedules: Schedules): Actions {
  return {
    GetSchedule: action({
      input: Named,
      permissions: on('GetSchedule', schedules),
      answer: (input) => describe(schedules.find(input)),
    }),
    ListSchedules: action({
      input: List,
      answer: (input) => list([...schedules.schedules.values()], input),
    }),
  };
}

function list(all: readonly Schedule[], input: z.infer<typeof List>): Body {
  const { NamePrefix = '', GroupName, State } = input;
  const found = all
    .filter(({ written }) => written.Name.startsWith(NamePrefix))
    .filter(({ group }) => GroupName === undefined || group === GroupName)
    .filter(({ written }) => State === undefined || (written.State ?? 'ENABLED') === State)
    .toSorted((one, other) => (one.arn < other.arn ? -1 : 1));
  const { items, nextToken } = page(found, input.NextToken, input.MaxResults ?? 100);
  return { Schedules: items.map(summary), ...(nextToken ? { NextToken: nextToken } : {}) };
}

const summary = ({ written, group, arn, createdAt, modifiedAt }: Schedule): Body => ({
  Arn: arn,
  Name: written.Name,
  GroupName: group,
  State: written.State ?? 'ENABLED',
  CreationDate: new Date(createdAt),
  LastModificationDate: new Date(modifiedAt),
  Target: { Arn: written.Target.Arn },
});

const usualRetries = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

function describe(schedule: Schedule): Body {
  const { ClientToken, ...written } = schedule.written;
  return {
    ScheduleExpressionTimezone: 'UTC',
    ActionAfterCompletion: 'NONE',
    ...written,
    ...summary(schedule),
    Target: { RetryPolicy: usualRetries, ...written.Target },
  };
}
