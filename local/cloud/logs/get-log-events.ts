import { z } from 'zod';
import { ApiError, type Body } from '../types.ts';
import type { LogStore } from './store.ts';

export const LogEventsQuery = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamName: z.string(),
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  startFromHead: z.boolean().optional(),
  limit: z.number().int().min(1).max(10_000).optional(),
  nextToken: z.string().optional(),
});

/**
 * One page of a stream, always oldest line first: the newest page unless `startFromHead` is set. Tokens are
 * `f/n` and `b/n`, the line to go on from; at the end of the stream the token that was sent comes back.
 */
export function getLogEvents(logs: LogStore, query: z.infer<typeof LogEventsQuery>): Body {
  const group = query.logGroupName ?? query.logGroupIdentifier;
  if (group === undefined)
    throw new ApiError('InvalidParameterException', 'logGroupName is missing');
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = 10_000 } = query;
  const lines = logs
    .stream(group, query.logStreamName)
    .events.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);
  const [start, end] = span(lines.length, limit, query);
  return {
    events: lines.slice(start, end).map(({ timestamp, message, ingestionTime }) => ({
      timestamp,
      message,
      ingestionTime,
    })),
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  };
}

function span(
  length: number,
  limit: number,
  { nextToken, startFromHead = false }: z.infer<typeof LogEventsQuery>,
): readonly [number, number] {
  const [, direction, position] = /^([fb])\/(\d+)$/.exec(nextToken ?? '') ?? [];
  if (nextToken !== undefined && direction === undefined) {
    throw new ApiError('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  const isForward = direction === undefined ? startFromHead : direction === 'f';
  const from = Number(position ?? (isForward ? 0 : length));
  return isForward ? [from, Math.min(from + limit, length)] : [Math.max(from - limit, 0), from];
}
