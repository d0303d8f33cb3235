import { z } from 'zod';
import type { Body } from '../types.ts';
import type { Place } from './physical.ts';
import { readStatement } from './statements.ts';
import type { LambdaFunction, QueueEvent } from './types.ts';

const Environment = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
);
const Pattern = z.record(z.string(), z.unknown());
const Input = z.record(z.string(), z.unknown()).optional();

const Event = z.strictObject({
  eventBridge: z
    .looseObject({ pattern: Pattern.optional(), schedule: z.string().optional(), input: Input })
    .optional(),
  sqs: z
    .looseObject({
      arn: z.string(),
      batchSize: z.number().optional(),
      functionResponseType: z.string().optional(),
      enabled: z.boolean().optional(),
    })
    .or(
      z
        .string()
        .transform((arn) => ({ arn, batchSize: undefined, functionResponseType: undefined })),
    )
    .optional(),
  sns: z
    .looseObject({ arn: z.string() })
    .or(z.string().transform((arn) => ({ arn })))
    .optional(),
  schedule: z
    .looseObject({ rate: z.union([z.string(), z.array(z.string())]), input: Input })
    .or(z.string().transform((rate) => ({ rate, input: undefined })))
    .optional(),
});

export const WrittenFunction = z.looseObject({
  handler: z.string(),
  name: z.string().optional(),
  timeout: z.number().optional(),
  memorySize: z.number().optional(),
  environment: Environment.optional(),
  events: z.array(Event).optional(),
  iamRoleStatements: z.array(z.unknown()).optional(),
  iamRoleStatementsInherit: z.boolean().optional(),
  maximumRetryAttempts: z.number().optional(),
  maximumEventAge: z.number().optional(),
  reservedConcurrency: z.number().optional(),
  destinations: z
    .looseObject({
      onFailure: z
        .string()
        .or(z.looseObject({ arn: z.string() }).transform(({ arn }) => arn))
        .optional(),
    })
    .optional(),
});

export const Provider = z.looseObject({
  timeout: z.number().optional(),
  memorySize: z.number().optional(),
  environment: Environment.optional(),
  iam: z
    .looseObject({
      role: z.looseObject({ statements: z.array(z.unknown()).optional() }).optional(),
    })
    .optional(),
});

/** A function of `serverless.yml`, with Serverless's and Lambda's defaults filled in. */
export function readFunction(
  name: string,
  written: z.infer<typeof WrittenFunction>,
  provider: z.infer<typeof Provider>,
  place: Place,
): LambdaFunction {
  const { account, region, partition, stackName } = place;
  const functionName = written.name ?? `${stackName}-${name}`;
  const memoryMiB = written.memorySize ?? provider.memorySize ?? 1024;
  return {
    name,
    functionName,
    functionArn: `arn:${partition}:lambda:${region}:${account}:function:${functionName}`,
    roleArn: `arn:${partition}:iam::${account}:role/${functionName}-${region}-lambdaRole`,
    handler: written.handler,
    timeoutMs: (written.timeout ?? provider.timeout ?? 6) * 1000,
    memoryMiB,
    environment: {
      AWS_REGION: region,
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${memoryMiB}`,
      ...provider.environment,
      ...written.environment,
    },
    ...eventsOf(written.events ?? []),
    statements: statementsOf(written, provider).map(readStatement),
    maximumRetryAttempts: written.maximumRetryAttempts ?? 2,
    maximumEventAgeMs: (written.maximumEventAge ?? 6 * 60 * 60) * 1000,
    onFailureArn: written.destinations?.onFailure ?? null,
    reservedConcurrency: written.reservedConcurrency ?? null,
  };
}

/** serverless-iam-roles-per-function: own statements replace the provider's, unless they inherit them. */
function statementsOf(
  written: z.infer<typeof WrittenFunction>,
  provider: z.infer<typeof Provider>,
): readonly unknown[] {
  const common = provider.iam?.role?.statements ?? [];
  if (written.iamRoleStatements === undefined) return common;
  return [...(written.iamRoleStatementsInherit ? common : []), ...written.iamRoleStatements];
}

function eventsOf(
  events: readonly z.infer<typeof Event>[],
): Pick<LambdaFunction, 'patterns' | 'queues' | 'topicArns' | 'schedules'> {
  const schedule = (expression: string, input: Body | undefined) => ({
    expression,
    input: input ?? null,
  });
  return {
    patterns: events.flatMap(({ eventBridge }) =>
      eventBridge?.pattern ? [eventBridge.pattern] : [],
    ),
    queues: events.flatMap(({ sqs }) => (sqs ? [queueEvent(sqs)] : [])),
    topicArns: events.flatMap(({ sns }) => (sns ? [sns.arn] : [])),
    schedules: events.flatMap(({ eventBridge, schedule: scheduled }) => [
      ...(eventBridge?.schedule ? [schedule(eventBridge.schedule, eventBridge.input)] : []),
      ...(scheduled ? [scheduled.rate].flat().map((rate) => schedule(rate, scheduled.input)) : []),
    ]),
  };
}

const queueEvent = (sqs: NonNullable<z.infer<typeof Event>['sqs']>): QueueEvent => ({
  queueArn: sqs.arn,
  batchSize: sqs.batchSize ?? 10,
  reportsFailures: sqs.functionResponseType === 'ReportBatchItemFailures',
});
