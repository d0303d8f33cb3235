import type { Receiver } from '../config/types.ts';
import type { Incident } from '../core/incident.ts';
import type { Notice } from '../core/notice.ts';
import { headlineOf } from './headline.ts';
import { endsNobody, isBefore, isLate, membersAfter } from './members.ts';
import { shortHash } from './short-hash.ts';
import { slim } from './slim.ts';

/**
 * After this long without a word, what comes next is told as something new, where people will see
 * it.
 */
const silenceMs = 12 * 60 * 60 * 1_000;
const mostFolded = 500;
/**
 * Headlines are what SNS is told of at once; a family that keeps inventing new ones is told by its
 * count.
 */
const mostHeadlines = 8;

/**
 * Takes a notice into the conversation it belongs to: counts it, notes who is in trouble and who
 * got over it, and ends or begins the conversation. Duplicates change nothing, and the order of
 * arrival matters only where two notices happened at the same time. Everything kept is bounded: the
 * incident stays far below the 400 KB that DynamoDB allows.
 */
export function fold(
  incident: Incident | null,
  notice: Notice,
  receiver: Pick<Receiver, 'name'>,
  groupIntervalMs = 0,
): Incident {
  if (incident && isDuplicate(incident, notice)) return incident;
  if (incident && endsNobody(incident, notice)) return passedOver(incident, notice);
  if (!incident && notice.aside) return unheardOf(begun(null, notice, receiver), notice);
  const base =
    !incident || beginsAnew(incident, notice, groupIntervalMs)
      ? begun(incident, notice, receiver)
      : incident;
  return taken(base, completed(slim(notice), base));
}

/** Nothing that people see has changed. */
const passedOver = (incident: Incident, notice: Notice): Incident => ({
  ...incident,
  ...membersAfter(incident, notice),
  folded: foldedAfter(incident, notice),
});

/** The end comes first, or nothing else ever does: kept, so that a beginning that comes late is known to be over. */
const unheardOf = (incident: Incident, notice: Notice): Incident => ({
  ...passedOver(incident, notice),
  resolvedAt: notice.at,
  pace: { ...incident.pace, untold: false },
});

const foldedAfter = ({ folded }: Incident, { id }: Notice): readonly string[] =>
  [...folded, shortHash(id)].slice(-mostFolded);

const isDuplicate = (incident: Incident, notice: Notice): boolean =>
  incident.folded.includes(shortHash(notice.id));

/**
 * True when a notice is not part of this conversation any more: it fires after the end, or after a
 * long silence. An end that nobody was told of yet, and that did not last, was none: what comes and
 * goes within a group interval is one conversation.
 */
export function beginsAnew(incident: Incident, notice: Notice, groupIntervalMs: number): boolean {
  if (isDuplicate(incident, notice) || notice.phase === 'resolved') return false;
  if (notice.phase === 'firing' && isLate(incident, notice)) return false;
  const { updatedAt, resolvedAt, pace } = incident;
  if (msBetween(updatedAt, notice.at) > silenceMs) return true;
  if (resolvedAt === undefined || (notice.phase !== 'firing' && !notice.leads)) return false;
  return pace.told?.resolved === true || msBetween(resolvedAt, notice.at) >= groupIntervalMs;
}

const msBetween = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

/** What the past is still needed for: refusing writes over it, duplicates and stragglers. */
function begun(past: Incident | null, notice: Notice, receiver: Pick<Receiver, 'name'>): Incident {
  return {
    receiver: receiver.name,
    key: notice.incident,
    revision: past?.revision ?? 0,
    openedAt: notice.at,
    updatedAt: notice.at,
    count: 0,
    open: [],
    openBeyond: 0,
    over: past?.over ?? [],
    folded: past?.folded ?? [],
    latest: slim(notice),
    headlines: [],
    labelSets: [],
    thread: { started: false, pending: [], reminders: 0 },
    pace: { untold: true, reminders: 0, wakes: past?.pace.wakes ?? [], ...unheardBefore(past) },
  };
}

const mostUnheard = 10;

/** Why nobody was told of the past is kept: it is the only trace of it that is left. */
export function unheardBefore(past: Incident | null): Pick<Incident['pace'], 'unheard'> {
  if (!past) return {};
  const { quiet, told, unheard = [] } = past.pace;
  const title = (past.trouble ?? past.latest).title;
  const all = quiet && !told ? [...unheard, { ...quiet, title }] : unheard;
  return all.length > 0 ? { unheard: all.slice(-mostUnheard) } : {};
}

function taken({ trouble, ...incident }: Incident, notice: Notice): Incident {
  const base = isReopened(incident, notice) ? reopened(incident) : incident;
  const members = membersAfter(base, notice);
  const isEnd =
    notice.phase === 'resolved' &&
    base.resolvedAt === undefined &&
    !isOnlySaid(base) &&
    members.open.length + members.openBeyond === 0;
  return {
    ...base,
    ...members,
    openedAt: isBefore(notice.at, base.openedAt) ? notice.at : base.openedAt,
    updatedAt: isBefore(base.updatedAt, notice.at) ? notice.at : base.updatedAt,
    ...(isEnd ? { resolvedAt: notice.at } : {}),
    count: base.count + (notice.counts ? 1 : 0),
    folded: foldedAfter(base, notice),
    headlines: headlinesAfter(base.headlines, notice),
    pace: { ...base.pace, untold: true },
    ...shownAfter(base, trouble, notice, isEnd),
  };
}

/** What leads the conversation is no trouble: the end of something else is not its end. */
const isOnlySaid = ({ latest, open, openBeyond }: Incident): boolean =>
  latest.leads === true && latest.phase === 'info' && open.length + openBeyond === 0;

const isReopened = (incident: Incident, notice: Notice): boolean =>
  incident.resolvedAt !== undefined && notice.phase === 'firing' && !isLate(incident, notice);

function reopened({ resolvedAt: _, ...incident }: Incident): Incident {
  return incident;
}

/** One more of the same that nobody looked into shows what the one before it found. */
function completed(notice: Notice, { latest, trouble }: Incident): Notice {
  const before = latest.phase === 'firing' ? latest : trouble;
  if (!notice.brief || !before) return notice;
  const { fields, changes, links, log, graph } = before;
  return {
    ...notice,
    ...{ fields, changes, links },
    ...(log ? { log } : {}),
    ...(graph ? { graph } : {}),
  };
}

function headlinesAfter(headlines: readonly string[], notice: Notice): readonly string[] {
  const headline = headlineOf(notice);
  const isOld = headlines.includes(headline) || headlines.length >= mostHeadlines;
  return isOld || notice.phase === 'resolved' ? headlines : [...headlines, headline];
}

/**
 * The message shows what happened last; once it is over, how it ended, above the trouble that it
 * was about. What leads the conversation stays on top of what else happens in it.
 */
function shownAfter(
  { latest, resolvedAt }: Pick<Incident, 'latest' | 'resolvedAt'>,
  trouble: Notice | undefined,
  notice: Notice,
  isEnd: boolean,
): Pick<Incident, 'latest' | 'trouble'> {
  const isLed = latest.leads === true;
  const lastTrouble = latest.phase === 'firing' && !(isLed && trouble) ? latest : trouble;
  const before = lastTrouble ? { trouble: lastTrouble } : {};
  if (isLed && !notice.leads) {
    const isNews = notice.phase === 'firing' && !(trouble && isBefore(notice.at, trouble.at));
    return isNews ? { latest, trouble: notice } : { latest, ...(trouble ? { trouble } : {}) };
  }
  if (isEnd) return { latest: notice, ...before };
  if (notice.phase === 'resolved' && !notice.leads) return { latest, ...before };
  const isOver = resolvedAt !== undefined;
  const isNewest = !isOver && !isBefore(notice.at, latest.at);
  if (isNewest) {
    const isOnlyNews = notice.phase === 'firing' && !notice.leads;
    return isOnlyNews ? { latest: notice } : { latest: notice, ...before };
  }
  const isNewestTrouble =
    notice.phase === 'firing' && !(lastTrouble && isBefore(notice.at, lastTrouble.at));
  return isNewestTrouble ? { latest, trouble: notice } : { latest, ...before };
}
