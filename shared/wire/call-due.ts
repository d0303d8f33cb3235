import * as z from 'zod/mini';
import type { CallDue } from '../core/signal.ts';
import { readRecord } from './queued.ts';
import { Moment, read } from './read.ts';

/** What we put on the `later` queue: whom to call about what, and when. */
const Later = z.object({
  call: z.object({
    id: z.string(),
    playbook: z.string(),
    about: z.looseObject({ what: z.string() }),
  }),
  at: Moment,
});

/** Reads a record of the `later` queue. `at` may still be ahead. Throws `BadInput` for what is malformed. */
export function readCallDue(record: unknown): CallDue {
  const { body, account, region } = readRecord(record);
  const { call, at } = read(Later, body, 'the call');
  return { kind: 'call-due', id: call.id, at, account, region, call };
}
