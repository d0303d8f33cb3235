import type { Freed, Ledger } from '../core/cleanup.ts';
import type { Decision, Reason } from '../core/decision.ts';
import type { Notice } from '../core/notice.ts';
import { sizeInWords } from '../core/size.ts';
import { callOf } from './calls.ts';
import type { ReportFacts } from './run-facts.ts';
import { dollarsFor } from './sizes.ts';

/** Waits longer for a run that takes longer, and tells what there is in the end. */
const againMs = 5 * 60_000;
const longestMs = 2 * 60 * 60_000;

/** Tells a run's outcome once: when every repository is done, or when waiting for the rest is of no use. */
export function decideReport(facts: ReportFacts): Decision {
  const { now, run, repositories, startedAt, ledgers } = facts;
  const isComplete = ledgers.length >= repositories;
  const isLate = Date.parse(now) - Date.parse(startedAt) >= longestMs;
  const because = `${ledgers.length} of ${repositories} are`;
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
    ledgers.some(({ going, hold }) => going.length > 0 || hold !== null) || !isComplete;
  if (!isWorth) return { verdict: 'keep', reasons, actions: [] };
  return {
    verdict: 'report',
    reasons,
    actions: [{ do: 'notify', notice: noticeOf(facts, reasons) }],
  };
}

function noticeOf(facts: ReportFacts, reasons: readonly Reason[]): Notice {
  const { now, run, ledgers, repositories } = facts;
  const held = ledgers.filter(({ hold }) => hold !== null);
  const acted = ledgers.filter(
    ({ hold, mode, going }) => !hold && mode === 'act' && going.length > 0,
  );
  const observed = ledgers.filter(
    ({ hold, mode, going }) => !hold && mode === 'observe' && going.length > 0,
  );
  const refused = acted.filter(({ outcomes = [] }) =>
    outcomes.some(({ status }) => status !== 'done'),
  );
  const used = ledgers.reduce((sum, { keptBy }) => sum + (keptBy['in-use'] ?? 0), 0);
  const missing = repositories - ledgers.length;
  const isTrouble = held.length > 0 || refused.length > 0 || missing > 0;
  const headline = [
    ...(acted.length > 0 ? [deletedOf(acted)] : []),
    ...(observed.length > 0 ? [`${countOf(observed)} images would go`] : []),
    ...(held.length > 0 ? [`${held.length} repositories held`] : []),
    ...(missing > 0 ? [`${missing} repositories not finished`] : []),
  ].join(', ');
  return {
    id: '',
    incident: `cleanup#${run}`,
    about: run,
    phase: 'info',
    severity: isTrouble ? 'warning' : 'info',
    at: now,
    title: `Image cleanup: ${headline}`,
    summary: summaryOf(used, acted, observed),
    labels: { kind: 'cleanup', severity: isTrouble ? 'warning' : 'info' },
    counts: false,
    fields: [
      ...acted.map((ledger) => ({ name: ledger.repository, value: doneIn(ledger) })),
      ...observed.map(({ repository, going, frees }) => ({
        name: repository,
        value: `would delete ${going.length} images: ${sizeOf(frees)}`,
      })),
      ...held.map(({ repository, hold }) => ({ name: repository, value: `held: ${hold}` })),
    ],
    changes: [],
    links: [],
    reasons,
    outcomes: [],
  };
}

function summaryOf(used: number, acted: readonly Ledger[], observed: readonly Ledger[]): string {
  const saved = allOf(acted.map(freedIn));
  const could = allOf(observed.map(({ frees }) => frees));
  return [
    ...(saved.bytes > 0 ? [`It saves ${sizeOf(saved)}.`] : []),
    ...(could.bytes > 0 ? [`It would save ${sizeOf(could)}.`] : []),
    `${used} images stay as they are in use.`,
  ].join(' ');
}

const countOf = (ledgers: readonly Ledger[]): number =>
  ledgers.reduce((sum, { going }) => sum + going.length, 0);

/** What went, not what was to go: the two differ where deletions were refused, or never came to it. */
function deletedOf(ledgers: readonly Ledger[]): string {
  const planned = countOf(ledgers);
  const outcomes = ledgers.flatMap((ledger) => ledger.outcomes ?? []);
  const went = outcomes.reduce((sum, { howMany = 0 }) => sum + howMany, 0);
  return went === planned ? `${went} images deleted` : `${went} of ${planned} images deleted`;
}

const doneIn = (ledger: Ledger): string =>
  [...(ledger.outcomes ?? []).map(({ what }) => what), sizeOf(freedIn(ledger))].join('; ');

/** Without what stayed after all. It is an upper bound then, as nobody knows which layers that shares. */
function freedIn({ frees, going, outcomes = [] }: Ledger): Freed {
  const stayed = new Set(outcomes.flatMap((one) => (one.stayed ?? []).map(({ digest }) => digest)));
  if (stayed.size === 0) return frees;
  const kept = going.filter(({ digest, action }) => action === 'expire' && stayed.has(digest));
  const keptBytes = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const bytes = frees.isExact ? frees.bytes : Math.max(0, frees.bytes - keptBytes);
  return { bytes, isExact: false, dollarsPerMonth: dollarsFor(bytes) };
}

const allOf = (freed: readonly Freed[]): Freed => {
  const bytes = freed.reduce((sum, one) => sum + one.bytes, 0);
  return { bytes, isExact: freed.every((one) => one.isExact), dollarsPerMonth: dollarsFor(bytes) };
};

const sizeOf = ({ bytes, isExact, dollarsPerMonth }: Freed): string => {
  const most = isExact ? '' : 'at most ';
  return `${most}${sizeInWords(bytes)}, ${most}$${dollarsPerMonth.toFixed(2)} a month`;
};
