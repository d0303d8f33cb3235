import * as z from 'zod';

/** An expression of EventBridge Scheduler, whose times are UTC. */
export const ScheduleExpression = z
  .string()
  .regex(/^(rate\([1-9]\d* (minute|hour|day)s?\)|cron\(\S+( \S+){5}\))$/, {
    error: 'expected rate(1 day) or cron(0 3 * * ? *)',
  });
