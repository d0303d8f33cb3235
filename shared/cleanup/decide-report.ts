import type { Counts, Freed, LedgerInShort } from '../core/cleanup.ts';
import { counted } from '../core/counted.ts';
import type { Decision, Reason } from '../core/decision.ts';
import type { Notice } from '../core/notice.ts';
import { sizeInWords } from '../core/size.ts';
import { callOf } from './calls.ts';
import { fewOf } from './few-fields.ts';
import type { ReportFacts } from './run-facts.ts';
import { dollarsFor, nothingFreed } from './sizes.ts';
import { staysInWords } from './stays-in-words.ts';

/** Waits longer for a run that takes longer, and tells what there is in the end. */
const againMs = 5 * 60_000;
const longestMs = 2 * 60 * 60_000;

/** Tells a run's outcome once: when every repository is done, or when waiting for the rest is of no use. */
export function decideReport(facts: ReportFacts): Decision {
  const { now, run, repositories, startedAt, ledgers } = facts;
  const isComplete = ledgers.length >= repositories;
  const isLate = Date.parse(now) - Date.parse(startedAt) >= longestMs;
  const all = counted(repositories, 'repository');
  const because = `the run is done with ${isComplete ? all : `${ledgers.length} of ${all}`}`;
  const reasons: Reason[] = [{ rule: 'all repositories are done', holds: isComplete, because }];
  if (!isComplete && !isLate) {
    const about = { what: 'report', run, repositories, startedAt } as const;
    const at = new Date(Date.parse(now) + againMs).toISOString();
    const call = callOf(about, `${run}/report/${now}`);
    return {
      verdict: 'wait',
      reasons,
      actions: [{ do: 'call-later', at, call, queue: 'cleanup' }],
    };
  }
  const isWorth =
    ledgers.some(({ planned, hold }) => sumOf(planned) > 0 || hold !== null) || !isComplete;
  if (!isWorth) return { verdict: 'keep', reasons, actions: [] };
  return {
    verdict: 'report',
    reasons,
    actions: [{ do: 'notify', notice: noticeOf(facts, reasons) }],
  };
}

type Ledgers = readonly LedgerInShort[];

function noticeOf(facts: ReportFacts, reasons: readonly Reason[]): Notice {
  const { now, run, ledgers, repositories } = facts;
  const held = ledgers.filter(({ hold }) => hold !== null);
  const planned = ledgers.filter((ledger) => ledger.hold === null && sumOf(ledger.planned) > 0);
  const acted = planned.filter(({ mode }) => mode === 'act');
  const observed = planned.filter(({ mode }) => mode === 'observe');
  const missing = repositories - ledgers.length;
  const hasStayed = acted.some(({ stayed }) => sumOf(stayed) > 0);
  const severity = held.length > 0 || hasStayed || missing > 0 ? 'warning' : 'info';
  const headline = [
    ...goneOf('expire', 'deleted', acted),
    ...goneOf('transition', 'archived', acted),
    ...(observed.length > 0 ? [`${counted(plannedIn(observed), 'image')} would go`] : []),
    ...(held.length > 0 ? [`${counted(held.length, 'repository')} held`] : []),
    ...(missing > 0 ? [`${counted(missing, 'repository')} not finished`] : []),
  ].join(', ');
  return {
    id: '',
    incident: `cleanup#${run}`,
    about: run,
    phase: 'info',
    severity,
    at: now,
    title: `Image cleanup: ${headline}`,
    summary: summaryOf(facts, acted, observed),
    labels: { kind: 'cleanup', severity },
    counts: false,
    fields: fewOf(
      [
        ...acted.map((ledger) => ({ name: ledger.repository, value: doneIn(ledger) })),
        ...observed.map(({ repository, planned: count, frees }) => ({
          name: repository,
          value: wouldGo(count, frees),
        })),
        ...held.map(({ repository, hold }) => ({ name: repository, value: `held: ${hold}` })),
      ],
      '`deckhand history` lists them all',
    ),
    changes: [],
    links: [],
    reasons,
    outcomes: [],
  };
}

function summaryOf(facts: ReportFacts, acted: Ledgers, observed: Ledgers): string {
  const saved = allOf(acted);
  const could = allOf(observed);
  return [
    ...(saved.bytes > 0 ? [`It saves ${sizeOf(saved)}.`] : []),
    ...(could.bytes > 0 ? [`It would save ${sizeOf(could)}.`] : []),
    ...staysInWords(facts.ledgers.map(({ keptBy }) => keptBy)),
  ].join(' ');
}

const sumOf = ({ expire, transition }: Counts): number => expire + transition;

const plannedIn = (ledgers: Ledgers): number =>
  ledgers.reduce((sum, { planned }) => sum + sumOf(planned), 0);

/** What is gone, not what was to go: the two differ where deletions were refused, or failed. */
function goneOf(action: keyof Counts, done: string, ledgers: Ledgers): readonly string[] {
  const planned = ledgers.reduce((sum, ledger) => sum + ledger.planned[action], 0);
  if (planned === 0) return [];
  const gone = planned - ledgers.reduce((sum, { stayed }) => sum + stayed[action], 0);
  const all = counted(planned, 'image');
  return [gone === planned ? `${all} ${done}` : `${gone} of ${all} ${done}`];
}

const wouldGo = ({ expire, transition }: Counts, frees: Freed): string =>
  [
    ...(expire > 0 ? [`would delete ${counted(expire, 'image')}: ${sizeOf(frees)}`] : []),
    ...(transition > 0 ? [`would move ${counted(transition, 'image')} into the archive`] : []),
  ].join('; ');

const doneIn = (ledger: LedgerInShort): string => {
  const frees = freedIn(ledger);
  return [...ledger.outcomes, ...(ledger.planned.expire > 0 ? [sizeOf(frees)] : [])].join('; ');
};

/** Without what stayed after all. It is an upper bound then, as nobody knows which layers that shares. */
function freedIn({ frees, planned, stayed, stayedBytes }: LedgerInShort): Freed {
  if (stayed.expire === 0) return frees;
  if (stayed.expire === planned.expire) return nothingFreed;
  const bytes = frees.isExact ? frees.bytes : Math.max(0, frees.bytes - stayedBytes);
  return { bytes, isExact: false, dollarsPerMonth: dollarsFor(bytes) };
}

function allOf(ledgers: Ledgers): Freed {
  const all = ledgers.map(freedIn);
  const bytes = all.reduce((sum, one) => sum + one.bytes, 0);
  const isExact = all.every((one) => one.isExact);
  return { bytes, isExact, dollarsPerMonth: dollarsFor(bytes) };
}

const sizeOf = ({ bytes, isExact, dollarsPerMonth }: Freed): string => {
  const most = isExact ? '' : 'at most ';
  return `${most}${sizeInWords(bytes)}, ${most}$${dollarsPerMonth.toFixed(2)} a month`;
};
