import type { Action, CallLater } from '../core/decision.ts';
import type { Notice } from '../core/notice.ts';
import { callAbout, type Plan } from './calls.ts';
import { clientTokenOf, startedByOf } from './lineage.ts';
import { retold } from './notices.ts';

/** The actions that restarts are made of. */

export const tell = (notice: Notice, otherwise?: Notice): Action => ({
  do: 'notify',
  notice,
  ...(otherwise ? { otherwise } : {}),
});

/** No task starts sooner than this. */
const leastCheckMs = 60_000;

const nameOf = ({ lineage }: Plan): string => `${lineage.rootTaskArn}#${lineage.attempt}`;

/** Starts the task, comes back when it has had its time to prove itself, and tells what came of it. */
export function restartNow(plan: Plan, notice: Notice, now: string): readonly Action[] {
  const { lineage, budget } = plan;
  return [
    {
      do: 'run-task',
      launch: lineage.launch,
      startedBy: startedByOf(lineage.rootTaskArn, lineage.attempt),
      clientToken: clientTokenOf(lineage.rootTaskArn, lineage.attempt),
      lineage,
      budget,
      ifFailed: callAbout({ what: 'not-started', plan, why: '' }, nameOf(plan)),
    },
    { ...checkAgain(plan, now), ifDone: true },
    tell(notice, notRestarted(plan, notice)),
  ];
}

/** Comes back when the task has had its time to prove itself. */
export function checkAgain(plan: Plan, now: string): CallLater {
  const at = new Date(Date.parse(now) + Math.max(plan.resetAfterMs, leastCheckMs)).toISOString();
  return {
    do: 'call-later',
    at,
    call: callAbout({ what: 'check', plan }, `${nameOf(plan)}@${at}`),
  };
}

/** Comes back when the backoff is over. */
export const restartLater = (plan: Plan, at: string): readonly Action[] => [
  { do: 'call-later', at, call: callAbout({ what: 'restart', plan }, nameOf(plan)) },
  tell(plan.notice),
];

/** What is told when the restart was decided and could not be done; the outcomes say why. */
const notRestarted = ({ subject }: Plan, notice: Notice): Notice =>
  retold(notice, subject, {
    headline: 'not restarted',
    severity: 'error',
    summary: 'The restart was decided and could not be done.',
  });
