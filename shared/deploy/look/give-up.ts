import type { Action, Decision, Reason } from '../../core/decision.ts';
import type { Rollout, Rollouts } from '../../core/rollout.ts';
import { callAt } from '../calls.ts';
import { deadlineAfterMs } from '../deadline.ts';
import type { LookFacts, Seen } from '../facts.ts';
import { noticeOf, tell, whatOf } from '../notices.ts';
import { quarantinedWith } from '../quarantine.ts';
import { deploymentOf } from './ending.ts';
import { kept } from './kept.ts';
import { about, before, byHand, quarantineWords } from './words.ts';

/**
 * The digests go into quarantine before anything is taken back, so that no push in between tries them again. Where
 * nothing may be taken back the rollout ends here.
 */
export function giveUp(
  facts: LookFacts,
  rollout: Rollout,
  seen: Seen,
  why: string,
  reasons: readonly Reason[],
): Decision {
  const { rollouts, now } = facts;
  const { actions: back, reason } = wayBack(facts, rollout, seen);
  const given: Rollouts = {
    ...rollouts,
    newest: { ...rollout, givenUp: why, ...(back ? {} : { ending: 'failed', endedAt: now }) },
    quarantined: quarantinedWith(rollouts, rollout, now, why),
  };
  const what = whatOf(rollout.changes);
  const telling = { ...about(facts, rollout), reasons: [...reasons, reason] } as const;
  const notice = noticeOf({
    ...telling,
    phase: 'firing',
    severity: 'error',
    headline: back ? `${what} failed, going back to ${before(rollout)}` : `${what} failed`,
    summary: `${why}.${back ? '' : ` Nothing is taken back: ${reason.because}.${byHand(rollout)}`}${quarantineWords(rollout)}`,
  });
  const otherwise = noticeOf({
    ...telling,
    phase: 'firing',
    severity: 'critical',
    headline: `${what} failed, and ${before(rollout)} could not be brought back`,
    summary: `${why}.${byHand(rollout)}${quarantineWords(rollout)}`,
  });
  return {
    verdict: back ? 'roll_back' : 'failed',
    reasons: telling.reasons,
    actions: [kept(facts, given), ...(back ?? []), tell(notice, otherwise)],
  };
}

/** `actions` are `null` where the rule, or the kill switch, keeps us from it. */
function wayBack(
  { look, now }: LookFacts,
  rollout: Rollout,
  { deployments, killSwitch }: Seen,
): { readonly actions: readonly Action[] | null; readonly reason: Reason } {
  const rule = 'what failed is taken back';
  if (killSwitch) {
    const because = `Deckhand was stopped by ${killSwitch.by} at ${killSwitch.at}: ${killSwitch.why}`;
    return { actions: null, reason: { rule, holds: false, because } };
  }
  if (!rollout.rollback) {
    return {
      actions: null,
      reason: { rule, holds: false, because: 'the rule says rollback: never' },
    };
  }
  const { clusterArn, serviceArn } = look;
  const ours = deployments.known ? deploymentOf(rollout, deployments.value) : undefined;
  const isRunning = ours?.status === 'IN_PROGRESS' || ours?.status === 'PENDING';
  const at = new Date(Date.parse(now) + deadlineAfterMs).toISOString();
  const back: Action = {
    do: 'roll-back',
    ...{ clusterArn, serviceArn, taskDefinition: rollout.before, over: rollout.taskDefinition },
    ...(ours && isRunning ? { serviceDeploymentArn: ours.serviceDeploymentArn } : {}),
  };
  return {
    actions: [back, callAt({ ...look, when: 'deadline' }, `${rollout.id}#back`, at)],
    reason: { rule, holds: true, because: 'the rule says rollback: onFailure' },
  };
}
