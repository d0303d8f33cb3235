import { z } from 'zod';
import { action, page } from '../action.ts';
import { EcsParameters, runTaskInput } from '../schedule/ecs-target.ts';
import { parseExpression } from '../schedule/expression.ts';
import { recur } from '../schedule/recur.ts';
import { ApiError, type Body, type Kernel, type Principal, type Service } from '../types.ts';

const Target = z.looseObject({
  Arn: z.string(),
  RoleArn: z.string(),
  Input: z.string().optional(),
  EcsParameters: EcsParameters.optional(),
});
const Time = z.number().optional();
const Written = z.looseObject({
  Name: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\w.-]+$/),
  GroupName: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().optional(),
  FlexibleTimeWindow: z.looseObject({ Mode: z.string() }),
  Target,
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  StartDate: Time,
  EndDate: Time,
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).optional(),
});
const Named = z.looseObject({ Name: z.string(), GroupName: z.string().optional() });
const List = z.looseObject({
  NamePrefix: z.string().optional(),
  GroupName: z.string().optional(),
  State: z.string().optional(),
  NextToken: z.string().optional(),
  MaxResults: z.coerce.number().int().min(1).max(100).optional(),
});

type Schedule = {
  readonly written: z.infer<typeof Written>;
  readonly group: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly stop: () => void;
};

/** Runs a task for whoever scheduled it; what comes of it nobody waits for. */
export type RunTask = (principal: Principal, input: Body) => Promise<unknown>;

/** Amazon EventBridge Scheduler: its ECS targets are launched, and a launch that fails is told to nobody. */
export function createScheduler(kernel: Kernel, runTask: RunTask): { readonly service: Service } {
  const schedules = new Map<string, Schedule>();
  const { partition, region, account, time } = kernel;
  const arnOf = ({ Name, GroupName = 'default' }: z.infer<typeof Named>): string =>
    `arn:${partition}:scheduler:${region}:${account}:schedule/${GroupName}/${Name}`;
  const on = (name: string) => (input: z.infer<typeof Named>) => [
    { action: `scheduler:${name}`, resource: arnOf(input) },
  ];

  function find(input: z.infer<typeof Named>): Schedule {
    const schedule = schedules.get(arnOf(input));
    if (schedule) return schedule;
    const message = `Schedule ${input.Name} does not exist.`;
    throw new ApiError('ResourceNotFoundException', message, 404);
  }

  async function fire({ Name, Target: target }: z.infer<typeof Written>): Promise<void> {
    const { Arn, RoleArn, Input, EcsParameters: parameters } = target;
    kernel.tell('scheduler', `schedule ${Name} is due`);
    if (!parameters) return;
    const principal = { name: Name, roleArn: RoleArn, invokedBy: 'scheduler.amazonaws.com' };
    const input = runTaskInput(
      { clusterArn: Arn, parameters, input: Input },
      `chronos-schedule/${Name}`,
    );
    await runTask(principal, input).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
  }

  function begin(written: z.infer<typeof Written>, createdAt: number): Schedule {
    const { StartDate, EndDate, State = 'ENABLED', ScheduleExpressionTimezone } = written;
    const arn = arnOf(written);
    const expression = parseExpression(
      written.ScheduleExpression,
      StartDate === undefined ? time.now() : StartDate * 1000,
      ScheduleExpressionTimezone,
    );
    const stop =
      State === 'DISABLED'
        ? () => undefined
        : recur({
            time,
            expression,
            what: `schedule ${written.Name}`,
            happen: () => fire(written),
            over: () => written.ActionAfterCompletion === 'DELETE' && schedules.delete(arn),
            ...(StartDate === undefined ? {} : { startAt: StartDate * 1000 }),
            ...(EndDate === undefined ? {} : { endAt: EndDate * 1000 }),
          });
    const group = written.GroupName ?? 'default';
    return { written, group, arn, createdAt, modifiedAt: time.now(), stop };
  }

  function list(input: z.infer<typeof List>): Body {
    const { NamePrefix = '', GroupName, State } = input;
    const found = [...schedules.values()]
      .filter(({ written }) => written.Name.startsWith(NamePrefix))
      .filter(({ group }) => GroupName === undefined || group === GroupName)
      .filter(({ written }) => State === undefined || (written.State ?? 'ENABLED') === State)
      .sort((one, other) => (one.arn < other.arn ? -1 : 1));
    const { items, nextToken } = page(found, input.NextToken, input.MaxResults ?? 100);
    return { Schedules: items.map(summary), ...(nextToken ? { NextToken: nextToken } : {}) };
  }

  const actions = {
    CreateSchedule: action({
      input: Written,
      permissions: on('CreateSchedule'),
      answer(written) {
        const arn = arnOf(written);
        if (schedules.has(arn)) {
          throw new ApiError('ConflictException', `Schedule ${written.Name} already exists.`, 409);
        }
        schedules.set(arn, begin(written, time.now()));
        return { ScheduleArn: arn };
      },
    }),
    UpdateSchedule: action({
      input: Written,
      permissions: on('UpdateSchedule'),
      answer(written) {
        const before = find(written);
        before.stop();
        // Nothing of the schedule before is kept: what the request leaves out is back at its default.
        schedules.set(before.arn, begin(written, before.createdAt));
        return { ScheduleArn: before.arn };
      },
    }),
    GetSchedule: action({
      input: Named,
      permissions: on('GetSchedule'),
      answer: (input) => describe(find(input)),
    }),
    ListSchedules: action({ input: List, answer: list }),
    DeleteSchedule: action({
      input: Named,
      permissions: on('DeleteSchedule'),
      answer(input) {
        const schedule = find(input);
        schedule.stop();
        schedules.delete(schedule.arn);
        return {};
      },
    }),
  };
  return { service: { name: 'scheduler', actions } };
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

function describe(schedule: Schedule): Body {
  const { ClientToken, ...written } = schedule.written;
  return {
    ScheduleExpressionTimezone: 'UTC',
    ActionAfterCompletion: 'NONE',
    ...written,
    ...summary(schedule),
    Target: {
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      ...written.Target,
    },
  };
}
