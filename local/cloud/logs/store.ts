import { ApiError, type Kernel } from '../types.ts';

export type LogEvent = {
  readonly eventId: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
};
export type LogStream = {
  readonly name: string;
  readonly createdAt: number;
  readonly events: LogEvent[];
};
export type LogGroup = {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly streams: Map<string, LogStream>;
};

/** Log groups, their streams and lines. */
export function createLogStore(kernel: Kernel) {
  const groups = new Map<string, LogGroup>();
  const { partition, region, account } = kernel;
  let sequence = 0;

  const arn = (group: string): string =>
    `arn:${partition}:logs:${region}:${account}:log-group:${group}`;

  function createGroup(name: string): LogGroup {
    const made = { name, arn: arn(name), createdAt: kernel.time.now(), streams: new Map() };
    const group = groups.get(name) ?? made;
    groups.set(name, group);
    return group;
  }

  /** By name or ARN. */
  function group(reference: string): LogGroup {
    const found = groups.get(reference.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, ''));
    if (found) return found;
    throw new ApiError('ResourceNotFoundException', 'The specified log group does not exist.');
  }

  function stream(groupName: string, streamName: string): LogStream {
    const found = group(groupName).streams.get(streamName);
    if (found) return found;
    throw new ApiError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }

  function createStream(groupName: string, name: string): LogStream {
    const { streams } = group(groupName);
    const created = streams.get(name) ?? { name, createdAt: kernel.time.now(), events: [] };
    streams.set(name, created);
    return created;
  }

  function put(target: LogStream, message: string, timestamp = kernel.time.now()): void {
    sequence += 1;
    const eventId = `${sequence}`.padStart(56, '0');
    target.events.push({ eventId, timestamp, ingestionTime: kernel.time.now(), message });
  }

  return {
    groups,
    arn,
    createGroup,
    group,
    stream,
    createStream,
    put,
    exists: (name: string): boolean => groups.has(name),
    /** What a container prints: makes the stream, not the group; without a group the line is lost. */
    write(groupName: string, streamName: string, message: string): void {
      if (groups.has(groupName)) put(createStream(groupName, streamName), message);
    },
  };
}

export type LogStore = ReturnType<typeof createLogStore>;
