import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { key, required } from './key.ts';

/** Alarm names may hold anything, spaces included. */
const AlarmName = z
  .string()
  .min(1, { error: 'expected a name or a glob, such as prod-*' })
  .max(255)
  .refine((text) => !text.startsWith('arn:'), {
    error: 'expected a name or a glob, not an ARN',
  });

const named = {
  name: key(AlarmName, 'Name of the alarm.', { examples: ['prod-*'] }),
  tags: key(
    z.record(z.string().min(1).max(128), z.string().max(256)),
    'Globs by tag key. An alarm has tags here only where it hands them on (`AlarmTagsPropagation`).',
    { examples: [{ team: 'shop' }] },
  ),
};

const oneOf = 'expected a `name` or `tags`: without them it would match every alarm';

const isGiven = (match: { name?: unknown; tags?: unknown }): boolean =>
  match.name !== undefined || match.tags !== undefined;

const AlarmMatch = z.strictObject(named).refine(isGiven, { error: oneOf });

const AlarmSeverityRule = z
  .strictObject({
    ...named,
    severity: required(
      z.enum(['info', 'warning', 'error', 'critical']),
      'How bad it is when such an alarm goes into ALARM.',
    ),
  })
  .refine(isGiven, { error: oneOf });

/** The `alarm` section as people write it. */
export const Alarm = z.strictObject({
  graph: key(z.boolean(), 'Whether notices carry a graph of the metric.', {
    default: defaults.alarm.graph,
  }),
  ignore: key(
    z.array(AlarmMatch).max(100),
    'Alarms to leave out. Without it, those that target tracking makes to scale services.',
    { default: defaults.alarm.ignore },
  ),
  severity: key(
    z.array(AlarmSeverityRule).max(100),
    "How bad an ALARM is: the first entry that matches; an alarm's own tag `severity` goes before them all. Without either, `error`.",
    { examples: [[{ name: 'prod-*', severity: 'critical' }]] },
  ),
  insufficientData: key(
    z.enum(['ignore', 'tell']),
    'Whether it is told that an alarm has no data. That one has none any more which was in ALARM always is.',
    { default: defaults.alarm.insufficientData },
  ),
});

export type Alarm = z.infer<typeof Alarm>;
