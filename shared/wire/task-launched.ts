import * as z from 'zod/mini';
import { NotOurs } from '../core/errors.ts';
import type { TaskLaunched } from '../core/signal.ts';
import type { Launch } from '../core/task.ts';
import { Envelope, eventOf } from './envelope.ts';
import { Moment, read } from './read.ts';
import { TaskOverride } from './task-override.ts';

/** What CloudTrail writes instead of values, among them every overridden environment variable. */
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const RunTaskRequest = z.object({
  cluster: z.exactOptional(z.string()),
  taskDefinition: z.exactOptional(z.string()),
  startedBy: z.exactOptional(z.string()),
  launchType: z.exactOptional(z.string()),
  capacityProviderStrategy: z.exactOptional(
    z.array(
      z.object({
        capacityProvider: z.string(),
        weight: z.exactOptional(z.number()),
        base: z.exactOptional(z.number()),
      }),
    ),
  ),
  networkConfiguration: z.exactOptional(
    z.object({
      awsvpcConfiguration: z.exactOptional(
        z.object({
          subnets: z.array(z.string()),
          securityGroups: z.exactOptional(z.array(z.string())),
          assignPublicIp: z.exactOptional(z.string()),
        }),
      ),
    }),
  ),
  overrides: z.exactOptional(z.union([TaskOverride, z.literal(hidden)])),
  group: z.exactOptional(z.string()),
  placementConstraints: z.exactOptional(
    z.array(
      z.object({ type: z.exactOptional(z.string()), expression: z.exactOptional(z.string()) }),
    ),
  ),
  placementStrategy: z.exactOptional(
    z.array(z.object({ type: z.exactOptional(z.string()), field: z.exactOptional(z.string()) })),
  ),
  platformVersion: z.exactOptional(z.string()),
  enableExecuteCommand: z.exactOptional(z.boolean()),
  enableECSManagedTags: z.exactOptional(z.boolean()),
  propagateTags: z.exactOptional(z.string()),
  referenceId: z.exactOptional(z.string()),
  tags: z.exactOptional(z.array(z.object({ key: z.string(), value: z._default(z.string(), '') }))),
  volumeConfigurations: z.exactOptional(z.array(z.looseObject({}))),
});
type RunTaskRequest = z.infer<typeof RunTaskRequest>;

const RunTaskResponse = z.object({
  tasks: z._default(
    z.array(z.object({ taskArn: z.string(), clusterArn: z.exactOptional(z.string()) })),
    [],
  ),
  failures: z._default(
    z.array(
      z.object({
        arn: z.exactOptional(z.string()),
        reason: z.exactOptional(z.string()),
        detail: z.exactOptional(z.string()),
      }),
    ),
    [],
  ),
});

const UserIdentity = z.object({
  type: z.exactOptional(z.string()),
  arn: z.exactOptional(z.string()),
  invokedBy: z.exactOptional(z.string()),
});

const Call = z.object({ ...Envelope, detail: z.object({ eventName: z.string() }) });

/** `AWS API Call via CloudTrail`, RunTask. Source: Amazon ECS developer guide, logging-using-cloudtrail. */
const RunTaskCall = z.object({
  ...Envelope,
  detail: z.object({
    eventID: z.string(),
    eventTime: Moment,
    awsRegion: z.exactOptional(z.string()),
    recipientAccountId: z.exactOptional(z.string()),
    userIdentity: z._default(UserIdentity, {}),
    errorCode: z.exactOptional(z.string()),
    errorMessage: z.exactOptional(z.string()),
    requestParameters: z._default(RunTaskRequest, {}),
    responseElements: z._default(RunTaskResponse, { tasks: [], failures: [] }),
  }),
});
type RunTaskCall = z.infer<typeof RunTaskCall>;

/**
 * Reads CloudTrail's account of a RunTask call, granted or refused. Throws `NotOurs` for other calls, `BadInput`
 * for what is malformed. Of a refused call CloudTrail may not tell the request: the task definition is then ''.
 */
export function readTaskLaunched(event: unknown): TaskLaunched {
  const ours = eventOf(event, 'aws.ecs', 'AWS API Call via CloudTrail');
  const { eventName } = read(Call, ours, 'CloudTrail').detail;
  if (eventName !== 'RunTask') throw new NotOurs(`this is a ${eventName} call, not RunTask`);
  const call = read(RunTaskCall, ours, 'CloudTrail RunTask');
  const { detail } = call;
  const { startedBy } = detail.requestParameters;
  return {
    kind: 'task-launched',
    id: detail.eventID,
    at: detail.eventTime,
    account: detail.recipientAccountId ?? call.account,
    region: detail.awsRegion ?? call.region,
    launch: launchOf(call),
    ...(startedBy === undefined ? {} : { startedBy }),
    taskArns: detail.responseElements.tasks.map(({ taskArn }) => taskArn),
    failures: detail.responseElements.failures,
    ...errorOf(call),
    caller: callerOf(call),
  };
}

function launchOf({ detail: { requestParameters, responseElements } }: RunTaskCall): Launch {
  const { startedBy, cluster, taskDefinition, networkConfiguration, overrides, ...same } =
    requestParameters;
  const awsvpcConfiguration = networkConfiguration?.awsvpcConfiguration;
  return {
    ...same,
    cluster: cluster ?? responseElements.tasks[0]?.clusterArn ?? 'default',
    taskDefinition: taskDefinition ?? '',
    ...(awsvpcConfiguration === undefined ? {} : { networkConfiguration: { awsvpcConfiguration } }),
    ...overridesOf(overrides),
  };
}

/** Overrides with something hidden are left out whole: the task's own events have them in full. */
function overridesOf(overrides: RunTaskRequest['overrides']): Pick<Launch, 'overrides'> {
  if (overrides === undefined || overrides === hidden) return {};
  return JSON.stringify(overrides).includes(hidden) ? {} : { overrides };
}

function errorOf({
  detail: { errorCode, errorMessage },
}: RunTaskCall): Pick<TaskLaunched, 'error'> {
  return errorCode === undefined
    ? {}
    : { error: { code: errorCode, message: errorMessage ?? errorCode } };
}

const callerOf = ({ detail: { userIdentity } }: RunTaskCall): string =>
  userIdentity.invokedBy ?? userIdentity.arn ?? userIdentity.type ?? 'unknown';
