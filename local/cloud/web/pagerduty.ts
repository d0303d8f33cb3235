import { z } from 'zod';
import type { Kernel } from '../types.ts';
import type { Site } from './index.ts';

const Payload = z.object({
  summary: z.string().min(1).max(1_024),
  source: z.string().min(1),
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  component: z.string().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  custom_details: z.record(z.string(), z.unknown()).optional(),
});
const Keys = { routing_key: z.string().length(32), dedup_key: z.string().max(255).optional() };
const Event = z.discriminatedUnion('event_action', [
  z.object({
    event_action: z.literal('trigger'),
    ...Keys,
    payload: Payload,
    links: z.array(z.object({ href: z.url(), text: z.string().optional() })).optional(),
  }),
  z.object({ event_action: z.literal('acknowledge'), ...Keys, dedup_key: z.string().max(255) }),
  z.object({ event_action: z.literal('resolve'), ...Keys, dedup_key: z.string().max(255) }),
]);
type Payload = z.infer<typeof Payload>;

const mostBytes = 512 * 1_024;

/** An alert as people on call see it. `triggers` counts the events that went into it. */
export type Alert = {
  readonly key: string;
  readonly routingKey: string;
  status: 'triggered' | 'acknowledged' | 'resolved';
  payload: Payload;
  triggers: number;
};

export type PagerDuty = {
  readonly site: Site;
  /** Oldest first, resolved ones included. */
  readonly alerts: readonly Alert[];
  /** Routing keys that exist; any of 32 characters while there are none. */
  readonly routingKeys: Set<string>;
};

/**
 * PagerDuty's Events API v2: an open alert with the same key takes further triggers in; a resolved
 * one is over, and the next trigger opens another. Resolving what is not open is taken, and changes
 * nothing. Source: PagerDuty, "Events API v2 overview", "Send an alert event".
 */
export function createPagerDuty(kernel: Kernel): PagerDuty {
  const alerts: Alert[] = [];
  const routingKeys = new Set<string>();

  function take(text: string): Response {
    if (Buffer.byteLength(text) > mostBytes) return Response.json({}, { status: 413 });
    const read = Event.safeParse(parsed(text));
    if (!read.success)
      return invalid(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
    const event = read.data;
    if (routingKeys.size > 0 && !routingKeys.has(event.routing_key))
      return invalid(['routing_key']);
    const key = event.dedup_key ?? kernel.dice.hex(32);
    const open = alerts.find(
      (alert) =>
        alert.key === key && alert.routingKey === event.routing_key && alert.status !== 'resolved',
    );
    if (event.event_action === 'trigger') trigger(open, key, event);
    else if (open) change(open, event.event_action);
    const body = { status: 'success', message: 'Event processed', dedup_key: key };
    return Response.json(body, { status: 202 });
  }

  function trigger(
    open: Alert | undefined,
    key: string,
    { routing_key, payload }: { readonly routing_key: string; readonly payload: Payload },
  ): void {
    kernel.tell('pagerduty', `${payload.severity}: ${payload.summary}`, { key });
    // The alert keeps what it was opened with; the rest goes into its log.
    if (open) open.triggers += 1;
    else alerts.push({ key, routingKey: routing_key, status: 'triggered', payload, triggers: 1 });
  }

  function change(alert: Alert, action: 'acknowledge' | 'resolve'): void {
    alert.status = action === 'resolve' ? 'resolved' : 'acknowledged';
    kernel.tell('pagerduty', `${alert.status}: ${alert.payload.summary}`, { key: alert.key });
  }

  const site: Site = {
    ...{ service: 'pagerduty', action: 'enqueue' },
    input: ({ text }) => {
      const { routing_key, ...event } = z
        .looseObject({ routing_key: z.unknown() })
        .parse(parsed(text));
      return event;
    },
    answer: ({ url, method, text }) =>
      method === 'POST' && url.pathname === '/v2/enqueue'
        ? take(text)
        : new Response('', { status: 404 }),
  };
  return { site, alerts, routingKeys };
}

const invalid = (errors: readonly string[]): Response =>
  Response.json(
    { status: 'invalid event', message: 'Event object is invalid', errors },
    { status: 400 },
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
