import * as z from 'zod/mini';
import { NotOurs } from '../core/errors.ts';
import type { RetirementPlanned } from '../core/signal.ts';
import { Envelope, eventOf } from './envelope.ts';
import { Moment, read } from './read.ts';

/** `AWS Health Event`. Source: AWS Health user guide, cloudwatch-events-health; Amazon ECS developer guide, task-maintenance. */
const HealthEvent = z.object({
  ...Envelope,
  detail: z.object({
    eventArn: z.exactOptional(z.string()),
    service: z.string(),
    eventTypeCode: z.string(),
    /** As HTTP writes times: `Tue, 10 Nov 2026 08:00:00 GMT`. */
    startTime: z.exactOptional(Moment),
    page: z.exactOptional(z.string()),
    statusCode: z.exactOptional(z.string()),
    affectedEntities: z._default(
      z.array(z.object({ entityValue: z.exactOptional(z.string()) })),
      [],
    ),
  }),
});

/**
 * Reads AWS Health's announcement that Fargate tasks are going to be retired. Long lists come in several pages,
 * each an event of its own; a new date is a new event, too. Throws `NotOurs` for everything else AWS Health
 * says, `BadInput` for what is malformed.
 */
export function readRetirementPlanned(event: unknown): RetirementPlanned {
  const ours = eventOf(event, 'aws.health', 'AWS Health Event');
  const { detail, ...envelope } = read(HealthEvent, ours, 'AWS Health Event');
  const { eventTypeCode, eventArn, page = '1' } = detail;
  if (detail.service !== 'ECS' || !/TASK_PATCHING_RETIREMENT$/.test(eventTypeCode)) {
    throw new NotOurs(`${eventTypeCode} of ${detail.service} is not a task retirement`);
  }
  if (detail.statusCode === 'closed') throw new NotOurs(`${eventTypeCode} is over`);
  const from = new Date(detail.startTime ?? envelope.time).toISOString();
  return {
    kind: 'retirement-planned',
    id: eventArn === undefined ? envelope.id : `${eventArn}#${from}#${page}`,
    at: envelope.time,
    account: envelope.account,
    region: envelope.region,
    eventTypeCode,
    taskArns: detail.affectedEntities.flatMap(({ entityValue }) => entityValue ?? []),
    from,
  };
}
