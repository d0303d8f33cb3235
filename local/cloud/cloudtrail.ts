import { sessionArn } from './iam.ts';
import { isBody } from './protocols/json.ts';
import type { Body, Kernel, Principal } from './types.ts';

/** Domain names that CloudTrail calls services by. */
const eventSources: { readonly [service: string]: string } = {
  ecs: 'ecs.amazonaws.com',
  ecr: 'ecr.amazonaws.com',
  events: 'events.amazonaws.com',
  scheduler: 'scheduler.amazonaws.com',
  logs: 'logs.amazonaws.com',
  sns: 'sns.amazonaws.com',
  sqs: 'sqs.amazonaws.com',
  ssm: 'ssm.amazonaws.com',
  cloudwatch: 'monitoring.amazonaws.com',
  secretsmanager: 'secretsmanager.amazonaws.com',
};

/** Reads, and the data plane: what CloudTrail sends no event for unless paid to. */
const silent =
  /^(Describe|List|Get|BatchGet|BatchCheck|Filter|Publish|SendMessage|ReceiveMessage|DeleteMessage|ChangeMessageVisibility|PutLogEvents|PutEvents|PutMetricData|SetAlarmState)/;

/** A call that was answered, as CloudTrail saw it. */
export type Trace = {
  readonly principal: Principal;
  readonly service: string;
  readonly action: string;
  readonly input: Body;
  readonly output: Body | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** The `AWS API Call via CloudTrail` event of a management write, or `null` where there is none. */
export function traceEvent(trace: Trace, kernel: Kernel): Body | null {
  const eventSource = eventSources[trace.service];
  if (eventSource === undefined || silent.test(trace.action)) return null;
  const { error } = trace;
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(trace.principal, kernel),
    eventTime: new Date(kernel.time.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource,
    eventName: trace.action,
    awsRegion: kernel.region,
    sourceIPAddress: trace.principal.invokedBy ?? '203.0.113.7',
    userAgent: trace.principal.invokedBy ?? 'aws-sdk-js/3',
    ...(error ? { errorCode: error.code } : {}),
    ...(error ? { errorMessage: error.message } : {}),
    requestParameters: lowerFirst(trace.input),
    responseElements: trace.output && lowerFirst(trace.output),
    requestID: kernel.dice.uuid(),
    eventID: kernel.dice.uuid(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: kernel.account,
    eventCategory: 'Management',
  };
}

function userIdentity(principal: Principal, { account, time }: Kernel): Body {
  const roleName = principal.roleArn.slice(principal.roleArn.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEROLEID:${principal.name}`,
    arn: sessionArn(principal),
    accountId: account,
    accessKeyId: 'ASIAEXAMPLEKEYID',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEROLEID',
        arn: principal.roleArn,
        accountId: account,
        userName: roleName,
      },
      attributes: { creationDate: new Date(time.now()).toISOString(), mfaAuthenticated: 'false' },
    },
    ...(principal.invokedBy ? { invokedBy: principal.invokedBy } : {}),
  };
}

/** CloudTrail writes every key with a small first letter, and times as text. */
function lowerFirst(value: unknown, key = ''): unknown {
  if (value instanceof Date) return timeText(value);
  if (typeof value === 'number' && /[a-z]At$/.test(key)) return timeText(new Date(value * 1000));
  if (Array.isArray(value)) return value.map((member) => lowerFirst(member));
  if (!isBody(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      lowerFirst(member, name),
    ]),
  );
}

/** `Nov 23, 2026, 9:10:34 AM`, with plain spaces whatever the version of Unicode's data prefers. */
const timeText = (time: Date): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
    .format(time)
    .replaceAll('\u202f', ' ');
