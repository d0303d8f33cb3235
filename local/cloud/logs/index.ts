import { z } from 'zod';
import { action, page } from '../action.ts';
import { type ApiAction, ApiError, type Body, type Kernel, type Service } from '../types.ts';
import { getLogEvents, LogEventsQuery } from './get-log-events.ts';
import { createLogStore, type LogEvent, type LogStore } from './store.ts';

const Group = z.object({ logGroupName: z.string() });
const Stream = Group.extend({ logStreamName: z.string() });
const PutLogEvents = Stream.extend({
  logEvents: z.array(z.object({ timestamp: z.number(), message: z.string() })),
});
const Page = { nextToken: z.string().optional(), limit: z.number().optional() };
const DescribeLogGroups = z.object({ logGroupNamePrefix: z.string().optional(), ...Page });
const DescribeLogStreams = Group.extend({ logStreamNamePrefix: z.string().optional(), ...Page });
const FilterLogEvents = Group.extend({
  logStreamNames: z.array(z.string()).optional(),
  filterPattern: z.string().optional(),
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  ...Page,
});

/** Amazon CloudWatch Logs. */
export function createLogs(kernel: Kernel): { readonly service: Service; readonly logs: LogStore } {
  const logs = createLogStore(kernel);
  return { service: { name: 'logs', actions: { ...writing(logs), ...reading(logs) } }, logs };
}

type Actions = { readonly [action: string]: ApiAction };

const onGroup = (name: string, logs: LogStore) => (input: { readonly logGroupName: string }) => [
  { action: `logs:${name}`, resource: `${logs.arn(input.logGroupName)}:*` },
];

const onStream =
  (name: string, logs: LogStore) =>
  (input: { logGroupName?: string | undefined; logStreamName: string }) => [
    {
      action: `logs:${name}`,
      resource: `${logs.arn(input.logGroupName ?? '')}:log-stream:${input.logStreamName}`,
    },
  ];

function writing(logs: LogStore): Actions {
  return {
    CreateLogGroup: action({
      input: Group,
      permissions: onGroup('CreateLogGroup', logs),
      answer({ logGroupName }) {
        refuseIfThere(logs.exists(logGroupName), 'group');
        logs.createGroup(logGroupName);
        return {};
      },
    }),
    CreateLogStream: action({
      input: Stream,
      permissions: onGroup('CreateLogStream', logs),
      answer({ logGroupName, logStreamName }) {
        refuseIfThere(logs.group(logGroupName).streams.has(logStreamName), 'stream');
        logs.createStream(logGroupName, logStreamName);
        return {};
      },
    }),
    PutLogEvents: action({
      input: PutLogEvents,
      permissions: onStream('PutLogEvents', logs),
      answer({ logGroupName, logStreamName, logEvents }) {
        const stream = logs.stream(logGroupName, logStreamName);
        for (const { message, timestamp } of logEvents) logs.put(stream, message, timestamp);
        return { nextSequenceToken: '1' };
      },
    }),
  };
}

function reading(logs: LogStore): Actions {
  return {
    GetLogEvents: action({
      input: LogEventsQuery,
      permissions: onStream('GetLogEvents', logs),
      answer: (query) => getLogEvents(logs, query),
    }),
    FilterLogEvents: action({
      input: FilterLogEvents,
      permissions: onGroup('FilterLogEvents', logs),
      answer: (input) => filter(logs, input),
    }),
    DescribeLogGroups: action({
      input: DescribeLogGroups,
      answer: (input) => describeGroups(logs, input),
    }),
    DescribeLogStreams: action({
      input: DescribeLogStreams,
      permissions: onGroup('DescribeLogStreams', logs),
      answer: (input) => describeStreams(logs, input),
    }),
  };
}

function refuseIfThere(isThere: boolean, what: string): void {
  if (!isThere) return;
  throw new ApiError('ResourceAlreadyExistsException', `The specified log ${what} already exists`);
}

function describeGroups(logs: LogStore, input: z.infer<typeof DescribeLogGroups>): Body {
  const prefix = input.logGroupNamePrefix ?? '';
  const found = [...logs.groups.values()].filter(({ name }) => name.startsWith(prefix));
  const { items, nextToken } = page(found, input.nextToken, input.limit ?? 50);
  const logGroups = items.map(({ name, arn, createdAt }) => ({
    logGroupName: name,
    arn: `${arn}:*`,
    logGroupArn: arn,
    creationTime: createdAt,
  }));
  return { logGroups, nextToken };
}

function describeStreams(logs: LogStore, input: z.infer<typeof DescribeLogStreams>): Body {
  const { arn, streams } = logs.group(input.logGroupName);
  const prefix = input.logStreamNamePrefix ?? '';
  const found = [...streams.values()].filter(({ name }) => name.startsWith(prefix));
  const { items, nextToken } = page(found, input.nextToken, input.limit ?? 50);
  const logStreams = items.map(({ name, createdAt, events }) => ({
    logStreamName: name,
    creationTime: createdAt,
    arn: `${arn}:log-stream:${name}`,
    firstEventTimestamp: events[0]?.timestamp,
    lastEventTimestamp: events.at(-1)?.timestamp,
  }));
  return { logStreams, nextToken };
}

/** Of filter patterns, only plain words are understood: every one must occur. */
function filter(logs: LogStore, input: z.infer<typeof FilterLogEvents>): Body {
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, logStreamNames } = input;
  const words = (input.filterPattern ?? '').split(/\s+/).map((word) => word.replace(/^"|"$/g, ''));
  const isWanted = ({ timestamp, message }: LogEvent): boolean =>
    timestamp >= startTime && timestamp < endTime && words.every((word) => message.includes(word));
  const found = [...logs.group(input.logGroupName).streams.values()]
    .filter(({ name }) => logStreamNames?.includes(name) ?? true)
    .flatMap(({ name, events }) =>
      events.filter(isWanted).map((event) => ({ logStreamName: name, ...event })),
    )
    .sort((one, other) => one.timestamp - other.timestamp);
  const { items, nextToken } = page(found, input.nextToken, input.limit ?? 10_000);
  return { events: items, searchedLogStreams: [], nextToken };
}
