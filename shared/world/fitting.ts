import type { Notice } from '../core/notice.ts';
import { bytesOf, maxMessageBytes } from './queue.ts';

const lineCharacters = 500;
const textCharacters = 3_000;
/** A cut link leads nowhere: longer ones are left out. */
const urlCharacters = 2_000;

const cut = (text: string, characters: number): string =>
  text.length <= characters ? text : `${text.slice(0, characters)}…`;

/** Ways to make a notice smaller, the least missed first. */
const shorter: readonly ((notice: Notice) => Notice)[] = [
  (notice) => withLines(notice, (lines) => lines.map((line) => cut(line, lineCharacters))),
  (notice) => withLines(notice, (lines) => lines.slice(-20)),
  (notice) => withLines(notice, () => []),
  (notice) => ({ ...notice, changes: notice.changes.slice(0, 20).map(brief) }),
  (notice) => ({
    ...notice,
    reasons: notice.reasons.map((reason) => ({ ...reason, because: brief(reason.because) })),
  }),
  (notice) => ({
    ...notice,
    title: brief(notice.title),
    summary: cut(notice.summary, textCharacters),
    fields: notice.fields.slice(0, 20).map(({ name, value }) => ({ name, value: brief(value) })),
    reasons: notice.reasons.slice(0, 20),
    outcomes: notice.outcomes.slice(0, 20).map((one) => ({ ...one, what: brief(one.what) })),
    links: notice.links
      .filter(({ url }) => url.length <= urlCharacters)
      .slice(0, 10)
      .map(({ text, url }) => ({ text: brief(text), url })),
  }),
];

const brief = (text: string): string => cut(text, lineCharacters);

function withLines(notice: Notice, lines: (lines: readonly string[]) => readonly string[]): Notice {
  if (!notice.log || notice.log.lines.length === 0) return notice;
  const kept = lines(notice.log.lines);
  const why = kept.length === 0 ? { why: 'the lines were too long to send' } : {};
  return { ...notice, log: { ...notice.log, lines: kept, ...why } };
}

/** The notice as it fits into one message: log lines are shortened first, then lists. */
export function fitting(receiver: string, notice: Notice): Notice {
  let fits = notice;
  for (const step of shorter) {
    if (bytesOf({ receiver, notice: fits }) <= maxMessageBytes) return fits;
    fits = step(fits);
  }
  return fits;
}
