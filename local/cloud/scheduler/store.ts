import { z } from 'zod';
import { EcsParameters, runTaskInput } from '../schedule/ecs-target.ts';
import { parseExpression } from '../schedule/expression.ts';
import { recur } from '../schedule/recur.ts';
import { ApiError, type Body, type Kernel, type Principal } from '../types.ts';

/** Runs a task for whoever scheduled it; what comes of it nobody waits for. */
export type RunTask = (principal: Principal, input: Body) => Promise<unknown>;

/** What a schedule's target is reached through. */
export type Reach = {
  readonly runTask: RunTask;
  readonly send: (queueArn: string, body: string) => void;
};

/** A schedule as CreateSchedule and UpdateSchedule take it. */
export const Written = z.looseObject({
  Name: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\w.-]+$/),
  GroupName: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().optional(),
  FlexibleTimeWindow: z.looseObject({ Mode: z.string() }),
  Target: z.looseObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    EcsParameters: EcsParameters.optional(),
  }),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  /** Seconds since 1970. */
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).optional(),
});
export type Written = z.infer<typeof Written>;

export const Named = z.looseObject({ Name: z.string(), GroupName: z.string().optional() });
export type Named = z.infer<typeof Named>;

export type Schedule = {
  readonly written: Written;
  readonly group: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly stop: () => void;
};

/** The schedules, each planned for when it is due next. */
export function createSchedules(kernel: Kernel, reach: Reach) {
  const schedules = new Map<string, Schedule>();
  const { partition, region, account, time } = kernel;

  const arnOf = ({ Name, GroupName = 'default' }: Named): string =>
    `arn:${partition}:scheduler:${region}:${account}:schedule/${GroupName}/${Name}`;

  function find(input: Named): Schedule {
    const schedule = schedules.get(arnOf(input));
    if (schedule) return schedule;
    const message = `Schedule ${input.Name} does not exist.`;
    throw new ApiError('ResourceNotFoundException', message, 404);
  }

  /** Puts a schedule in the place of the one before, of which nothing is kept. */
  function put(written: Written, before?: Schedule): string {
    const arn = arnOf(written);
    const happen = () => fire(written, kernel, reach);
    const over = () => written.ActionAfterCompletion === 'DELETE' && schedules.delete(arn);
    before?.stop();
    schedules.set(arn, {
      written,
      arn,
      group: written.GroupName ?? 'default',
      createdAt: before?.createdAt ?? time.now(),
      modifiedAt: time.now(),
      stop: begin(written, { kernel, happen, over }),
    });
    return arn;
  }

  function remove({ arn, stop }: Schedule): void {
    stop();
    schedules.delete(arn);
  }

  return { schedules, arnOf, find, put, remove };
}

export type Schedules = ReturnType<typeof createSchedules>;

function begin(
  written: Written,
  parts: { readonly kernel: Kernel; readonly happen: () => Promise<void>; over: () => void },
): () => void {
  const { StartDate, EndDate, ScheduleExpression, ScheduleExpressionTimezone } = written;
  const { time } = parts.kernel;
  const since = StartDate === undefined ? time.now() : StartDate * 1000;
  const expression = parseExpression(ScheduleExpression, since, ScheduleExpressionTimezone);
  if (written.State === 'DISABLED') return () => undefined;
  return recur({
    time,
    expression,
    what: `schedule ${written.Name}`,
    happen: parts.happen,
    over: parts.over,
    ...(StartDate === undefined ? {} : { startAt: StartDate * 1000 }),
    ...(EndDate === undefined ? {} : { endAt: EndDate * 1000 }),
  });
}

/** A launch that fails is told to nobody: only CloudTrail knows. */
async function fire({ Name, Target }: Written, kernel: Kernel, reach: Reach): Promise<void> {
  const { Arn: clusterArn, RoleArn: roleArn, Input, EcsParameters: parameters } = Target;
  kernel.tell('scheduler', `schedule ${Name} is due`);
  if (clusterArn.includes(':sqs:')) {
    const at = new Date(kernel.time.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    reach.send(clusterArn, (Input ?? '{}').replaceAll('<aws.scheduler.scheduled-time>', at));
  }
  if (!parameters) return;
  const principal = { name: Name, roleArn, invokedBy: 'scheduler.amazonaws.com' };
  const input = runTaskInput({ clusterArn, parameters, input: Input }, `chronos-schedule/${Name}`);
  await reach.runTask(principal, input).catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
  });
}
