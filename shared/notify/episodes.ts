import type { Receiver } from '../config/types.ts';
import type { Incident } from '../core/incident.ts';
import type { Notice } from '../core/notice.ts';
import { beginsAnew, fold } from './fold.ts';
import { endsNobody } from './members.ts';
import { openingLine, threadLine } from './render/thread.ts';

const mostPending = 40;

/** The incident from its beginning to its end, or so far; `hasEnded` where another began after it. */
export type Episode = { readonly incident: Incident; readonly hasEnded: boolean };

/**
 * What there is to tell after a batch of one incident's notices: the incident with all of them in
 * it, and before it those that ended within the batch, as each has a message of its own.
 */
export function episodesAfter(
  loaded: Incident | null,
  notices: readonly Notice[],
  receiver: Receiver,
  groupIntervalMs: number,
): readonly Episode[] {
  let current = loaded;
  const ended: Incident[] = [];
  for (const notice of notices) {
    const next = fold(current, notice, receiver, groupIntervalMs);
    if (current && beginsAnew(current, notice, groupIntervalMs)) {
      ended.push(current);
      current = next;
    } else {
      const isNews = current !== null && next !== current && !endsNobody(current, notice);
      current = receiver.slack && current && isNews ? withHistory(current, next, notice) : next;
    }
  }
  return [
    ...ended.map((incident) => ({ incident, hasEnded: true })),
    ...(current ? [{ incident: current, hasEnded: false }] : []),
  ];
}

/** The message tells of its first notice itself, until a second one changes it. */
function withHistory(before: Incident, after: Incident, notice: Notice): Incident {
  const opening = before.thread.started ? [] : [openingLine(before)];
  const lines = [...opening, ...[threadLine(before, after, notice) ?? []].flat()];
  const pending = [...before.thread.pending, ...lines].slice(-mostPending);
  return { ...after, thread: { ...after.thread, started: true, pending } };
}
