import type { Incident } from '../../core/incident.ts';
import type { Notice } from '../../core/notice.ts';
import type { SlackMessage } from '../../core/world.ts';
import { clip } from './clip.ts';
import { fitInto, oneLine } from './mrkdwn.ts';
import { spanOf, timeOf } from './times.ts';

/** In a storm, occurrences beyond this many are told by the count alone. */
const mostAlike = 20;

/**
 * One line of history: what a notice added to its incident. `null` for the twenty-first occurrence
 * that looks like those before it, and on to the next power of ten.
 */
export function threadLine(before: Incident, after: Incident, notice: Notice): string | null {
  const isAlike =
    notice.phase === 'firing' &&
    after.headlines.length === before.headlines.length &&
    !Number.isInteger(Math.log10(after.count));
  return isAlike && after.count > mostAlike ? null : lineOf(notice, after);
}

/** What the message said when it was posted, for the first line of its history. */
export const openingLine = (incident: Incident): string => lineOf(incident.latest, incident);

/** What people are reminded with while it is not over. */
export const reminderLine = (incident: Incident): string =>
  `Not over yet: ${clip(oneLine(incident.latest.title), 300)} (${spanOf(incident, '×')})`;

function lineOf(notice: Notice, { count, open, openBeyond, resolvedAt }: Incident): string {
  const remaining = open.length + openBeyond;
  const times = notice.counts ? ` ×${count}` : '';
  const rest =
    notice.phase === 'resolved' && resolvedAt === undefined && remaining > 0
      ? ` (${remaining} not over yet)`
      : '';
  const said = [notice.title, notice.summary].map(oneLine).filter(Boolean).join(': ');
  return `${timeOf(notice.at)}${times}  ${clip(said, 400)}${rest}`;
}

const mostBytes = 2_800;

/** The reply that brings lines into the thread; the oldest are left out where they do not fit. */
export function threadMessage(lines: readonly string[]): Pick<SlackMessage, 'text' | 'blocks'> {
  const taken: string[] = [];
  let bytes = 0;
  for (const line of [...lines].reverse()) {
    const fitted = fitInto(line, 600);
    bytes += Buffer.byteLength(JSON.stringify(fitted));
    if (bytes > mostBytes) break;
    taken.unshift(fitted);
  }
  const missing = lines.length - taken.length;
  const text = [missing > 0 ? `… ${missing} more` : [], taken].flat().join('\n');
  return {
    text,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }],
  };
}
