import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { messageOf, nameOf } from '../core/errors.ts';
import { unknown } from '../core/known.ts';
import type { Logs } from '../core/world.ts';
import type { Connection } from './connection.ts';
import { looking } from './failures.ts';

/** A page may be empty although older events follow; after so many, the stream is taken for empty. */
const maxPages = 3;

export function logs(connection: Connection): Logs {
  const clients = new Map<string | undefined, CloudWatchLogsClient>();
  const clientIn = (region: string | undefined): CloudWatchLogsClient => {
    const client = clients.get(region) ?? new CloudWatchLogsClient(connection.settings(region));
    clients.set(region, client);
    return client;
  };
  return {
    tail: (group, stream, limit, region) =>
      looking(
        'logs:GetLogEvents',
        () => newest(clientIn(region), { group, stream, limit }),
        (thrown) =>
          nameOf(thrown) === 'ResourceNotFoundException'
            ? unknown(missing(messageOf(thrown), group, stream))
            : null,
      ),
  };
}

const missing = (message: string, group: string, stream: string): string =>
  /log stream/i.test(message)
    ? `log stream ${stream} does not exist in log group ${group}`
    : `log group ${group} does not exist`;

async function newest(
  client: CloudWatchLogsClient,
  { group, stream, limit }: { group: string; stream: string; limit: number },
): Promise<readonly string[]> {
  let nextToken: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const command = new GetLogEventsCommand({
      logGroupName: group,
      logStreamName: stream,
      limit,
      startFromHead: false,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const { events = [], nextBackwardToken } = await client.send(command);
    if (events.length > 0) return events.map(({ message = '' }) => message.trimEnd());
    if (nextBackwardToken === undefined || nextBackwardToken === nextToken) return [];
    nextToken = nextBackwardToken;
  }
  return [];
}
