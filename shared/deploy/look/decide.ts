/**
 * A rollout is followed until it has ended. What failed, or has not come up when its time is over, goes back to the
 * revision before, and its digests are not tried again there; only what ECS takes back by itself, or bakes for hours,
 * is left to ECS. What somebody else deployed over it is left alone.
 */
import { formatDuration } from '../../config/duration.ts';
import type { Action, Decision, Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import type { Ending, Rollout, Rollouts } from '../../core/rollout.ts';
import { callAt } from '../calls.ts';
import { deadlineAfterMs } from '../deadline.ts';
import type { LookFacts, Seen } from '../facts.ts';
import { noticeOf, tell, whatOf } from '../notices.ts';
import { quarantinedWith } from '../quarantine.ts';
import { deploymentOf, endingOf, runningOf } from './ending.ts';
import { giveUp } from './give-up.ts';
import { ifKept, kept } from './kept.ts';
import { about, sentence, tookOf, wordsFor } from './words.ts';

export function decideLook(facts: LookFacts): Decision {
  const { rollouts, seen, look } = facts;
  const { newest } = rollouts;
  if (!seen || !newest) {
    const because = whyNotSeen(newest);
    return {
      verdict: 'ignore',
      reasons: [{ rule: 'the rollout is under way', holds: false, because }],
      actions: [],
    };
  }
  const { ending, reason } = endingOf(newest, seen);
  if (ending === 'failed' && newest.givenUp === undefined) {
    return giveUp(facts, newest, seen, sentence(reason.because), [reason]);
  }
  if (ending !== null) return ended(facts, newest, ending, reason);
  if (look.when === 'deadline') return atDeadline(facts, newest, seen, reason);
  if (look.when === 'progress' && newest.givenUp === undefined) {
    return progress(facts, newest, seen, reason);
  }
  return { verdict: 'wait', reasons: [reason], actions: [] };
}

function whyNotSeen(newest: Rollout | null): string {
  if (!newest) return 'no rollout is known of the service any more';
  return newest.ending
    ? `the rollout has ended: ${newest.ending}`
    : 'another rollout has begun since in the service';
}

/** Its time is over, and it has not ended. */
function atDeadline(facts: LookFacts, rollout: Rollout, seen: Seen, reason: Reason): Decision {
  const service = seen.service.known ? seen.service.value : null;
  const took = tookOf(rollout, facts.now);
  if (rollout.givenUp !== undefined) {
    const because = `the revision before has not come back in ${took}`;
    return ended(facts, rollout, 'failed', { rule: 'the rollout has ended', holds: true, because });
  }
  if (isUnbegun(rollout, seen)) return unbegun(facts, rollout, reason);
  const left = ecsDecides(service);
  const reasons = [reason, left];
  if (left.holds) return waitForEcs(facts, rollout, reasons);
  return giveUp(facts, rollout, seen, `Its tasks did not become healthy in ${took}`, reasons);
}

/** Written down, and then ECS refused it, or Deckhand was stopped. */
const isUnbegun = (rollout: Rollout, { service, deployments }: Seen): boolean =>
  service.known &&
  service.value?.taskDefinition !== rollout.taskDefinition &&
  deployments.known &&
  deploymentOf(rollout, deployments.value) === undefined;

/** Nothing is known of its images, and nothing is held back; the service is free for what comes next. */
function unbegun(facts: LookFacts, rollout: Rollout, reason: Reason): Decision {
  const rollouts: Rollouts = { ...facts.rollouts, newest: null, waiting: false };
  const what = whatOf(rollout.changes);
  const notice = noticeOf({
    ...about(facts, rollout),
    phase: 'info',
    severity: 'warning',
    headline: `${what} did not go out`,
    summary: `In ${tookOf(rollout, facts.now)} ECS has not begun its deployment. It is tried again with the next push, or by the next sweep.`,
    reasons: [reason],
  });
  return {
    verdict: 'not_begun',
    reasons: [reason],
    actions: [
      kept(facts, rollouts),
      ...nextAfter(facts, rollout, `${what} did not go out`),
      tell(notice),
    ],
  };
}

function ecsDecides(service: Service | null): Reason {
  const rule = 'ECS decides by itself';
  if (!service) return { rule, holds: true, because: 'the service could not be seen' };
  if (service.strategy !== 'ROLLING') {
    return { rule, holds: true, because: `the strategy of the service is ${service.strategy}` };
  }
  const because = service.circuitBreaker
    ? 'the circuit breaker of the service is on'
    : 'the circuit breaker of the service is off';
  return { rule, holds: service.circuitBreaker, because };
}

/** After this long nobody looks any more unless an event comes; people are told so. */
const longestMs = 24 * 3_600_000;

function waitForEcs(facts: LookFacts, rollout: Rollout, reasons: readonly Reason[]): Decision {
  const { look, now } = facts;
  const at = new Date(Date.parse(now) + deadlineAfterMs).toISOString();
  if (Date.parse(now) - Date.parse(rollout.startedAt) <= longestMs) {
    return { verdict: 'wait', reasons, actions: [callAt(look, `${rollout.id}#${at}`, at)] };
  }
  const notice = noticeOf({
    ...about(facts, rollout),
    phase: 'firing',
    severity: 'warning',
    headline: `${whatOf(rollout.changes)} is not over after ${formatDuration(longestMs)}`,
    summary: 'ECS decides when it is. It is looked at again when one of its events comes.',
    reasons,
  });
  return { verdict: 'wait', reasons, actions: [tell(notice)] };
}

function progress(facts: LookFacts, rollout: Rollout, seen: Seen, reason: Reason): Decision {
  const { service, tasks } = seen;
  const wanted = service.known && service.value ? service.value.desiredCount : null;
  const running = tasks.known ? runningOf(rollout, tasks.value).length : null;
  const far =
    running === null || wanted === null ? 'how far is not known' : `${running} of ${wanted} tasks`;
  const notice = noticeOf({
    ...about(facts, rollout),
    phase: 'firing',
    severity: 'info',
    headline: `${whatOf(rollout.changes)} is on its way: ${far}`,
    summary: `For ${tookOf(rollout, facts.now)}; ${reason.because}.`,
    reasons: [reason],
  });
  return { verdict: 'wait', reasons: [reason], actions: [tell(notice)] };
}

function ended(facts: LookFacts, rollout: Rollout, ending: Ending, reason: Reason): Decision {
  const { rollouts, now, seen } = facts;
  const isBad = ending === 'failed' || ending === 'rolled back';
  const why = rollout.givenUp ?? sentence(reason.because);
  const isGone = seen?.service.known === true && seen.service.value === null;
  const after: Rollouts = {
    ...rollouts,
    newest: isGone ? null : { ...rollout, ending, endedAt: now },
    quarantined: isBad ? quarantinedWith(rollouts, rollout, now, why) : rollouts.quarantined,
    waiting: false,
  };
  const because = `the rollout before it ${ending === 'completed' ? 'is out' : `is ${ending}`}`;
  const words = wordsFor(ending, rollout, why, now);
  const notice = noticeOf({ ...about(facts, rollout), ...words, reasons: [reason] });
  return {
    verdict: ending.replaceAll(' ', '_'),
    reasons: [reason],
    actions: [
      kept(facts, after),
      ...nextAfter(facts, rollout, because),
      ...bringing(facts, rollout, ending),
      tell(notice),
    ],
  };
}

/** What waited for a rollout has its turn when that is over. */
const nextAfter = (
  { rollouts, look: { clusterArn, serviceArn }, now }: LookFacts,
  { id }: Rollout,
  because: string,
): readonly Action[] =>
  rollouts.waiting
    ? [
        ifKept(
          callAt(
            { what: 'consider', clusterArn, serviceArn, because },
            `${serviceArn}#after#${id}`,
            now,
          ),
        ),
      ]
    : [];

/** Schedules follow a service once its image has proved to run. */
const bringing = (
  { look: { clusterArn, serviceArn }, now }: LookFacts,
  { id, schedules }: Rollout,
  ending: Ending,
): readonly Action[] =>
  schedules && ending === 'completed'
    ? [ifKept(callAt({ what: 'bring', clusterArn, serviceArn, rollout: id }, id, now))]
    : [];
