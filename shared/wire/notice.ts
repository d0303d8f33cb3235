import * as z from 'zod/mini';
import type { Action } from '../core/decision.ts';
import type { Notice } from '../core/notice.ts';
import { readRecord } from './queued.ts';
import { Moment, read } from './read.ts';

/** Every action there is: a notice that tells of one that is missing here could not be read, and would be lost. */
const dids = {
  'run-task': 'run-task',
  'update-service': 'update-service',
  'call-later': 'call-later',
  'remember-launch': 'remember-launch',
  'keep-event': 'keep-event',
  'delete-images': 'delete-images',
  'keep-ledger': 'keep-ledger',
  'keep-watches': 'keep-watches',
  notify: 'notify',
  'roll-out': 'roll-out',
  'roll-back': 'roll-back',
  'keep-rollouts': 'keep-rollouts',
  'remember-service': 'remember-service',
  'forget-service': 'forget-service',
  'move-schedule': 'move-schedule',
} as const satisfies { readonly [did in Action['do']]: did };

const Outcome = z.object({
  action: z.number(),
  did: z.enum(dids),
  status: z.enum(['done', 'refused', 'failed']),
  at: z.string(),
  what: z.string(),
});

const LogExcerpt = z.object({
  container: z.string(),
  lines: z.array(z.string()),
  cut: z.exactOptional(z.number()),
  why: z.exactOptional(z.string()),
});

const Graph = z.object({
  widget: z.exactOptional(z.string()),
  region: z.string(),
  sparkline: z.string(),
  alt: z.string(),
});

const WrittenNotice = z.object({
  id: z.string(),
  incident: z.string(),
  about: z.string(),
  partOf: z.exactOptional(z.string()),
  endsAllBut: z.exactOptional(z.array(z.string())),
  phase: z.enum(['firing', 'resolved', 'info']),
  severity: z.enum(['info', 'warning', 'error', 'critical']),
  at: Moment,
  title: z.string(),
  summary: z.string(),
  labels: z.record(z.string(), z.string()),
  counts: z.boolean(),
  brief: z.exactOptional(z.literal(true)),
  leads: z.exactOptional(z.literal(true)),
  aside: z.exactOptional(z.literal(true)),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
  log: z.exactOptional(LogExcerpt),
  graph: z.exactOptional(Graph),
  changes: z.array(z.string()),
  links: z.array(z.object({ text: z.string(), url: z.string() })),
  reasons: z.array(z.object({ rule: z.string(), holds: z.boolean(), because: z.string() })),
  outcomes: z.array(Outcome),
});

/** What we put on the `notices` queue: a notice for a receiver, */
const Addressed = z.object({ receiver: z.string(), notice: WrittenNotice });

/** or the key of an incident of its that is to be looked at. */
const WakeUp = z.object({ receiver: z.string(), wake: z.string() });

/** What a receiver is to be told, or the incident in which something may be due. */
export type Delivery = {
  readonly receiver: string;
  readonly incident: string;
  readonly notice: Notice | null;
};

/** Reads a record of the `notices` queue. Throws `BadInput` for what is malformed. */
export function readNotice(record: unknown): Delivery {
  const { body } = readRecord(record);
  if (typeof body === 'object' && body !== null && 'wake' in body) {
    const { receiver, wake } = read(WakeUp, body, 'the wake-up');
    return { receiver, incident: wake, notice: null };
  }
  const { receiver, notice } = read(Addressed, body, 'the notice');
  return { receiver, incident: notice.incident, notice };
}
