import { formatDuration } from '../config/duration.ts';
import type { Action, Decision, Reason } from '../core/decision.ts';
import type { Service } from '../core/definition.ts';
import type { Ending, Quarantine, Rollout, Rollouts } from '../core/rollout.ts';
import { callAt } from './calls.ts';
import { deadlineAfterMs } from './deadline.ts';
import { deploymentOf, endingOf } from './ending.ts';
import type { LookFacts, Seen } from './facts.ts';
import { noticeOf, type Telling, tell, versionIn, whatOf } from './notices.ts';

/** Looks how a rollout goes: told at its end, given up when its time is over and it does not go well. */
export function decideLook(facts: LookFacts): Decision {
  const { rollouts, seen, look } = facts;
  const { newest } = rollouts;
  if (!seen || !newest) {
    const because = newest ? `it ${newest.ending ?? 'is another one by now'}` : 'there is none';
    return {
      verdict: 'ignore',
      reasons: [{ rule: 'the rollout is under way', holds: false, because }],
      actions: [],
    };
  }
  const { ending, reason } = endingOf(newest, seen);
  if (ending !== null) return ended(facts, newest, ending, [reason]);
  if (!look.isDeadline || newest.givenUp !== undefined) {
    return { verdict: 'wait', reasons: [reason], actions: [] };
  }
  return atDeadline(facts, newest, seen, reason);
}

/** What ECS gives up by itself, or bakes for hours, has its time; the rest has failed by now. */
function atDeadline(facts: LookFacts, rollout: Rollout, seen: Seen, reason: Reason): Decision {
  const { look, now } = facts;
  const service = seen.service.known ? seen.service.value : null;
  const left = ecsDecides(service);
  if (left.holds) {
    const isOld = Date.parse(now) - Date.parse(rollout.startedAt) > 24 * 3_600_000;
    const at = new Date(Date.parse(now) + deadlineAfterMs).toISOString();
    const again = isOld ? [] : [callAt(look, `${rollout.id}#${at}`, at)];
    return { verdict: 'wait', reasons: [reason, left], actions: again };
  }
  return giveUp(facts, rollout, seen, [reason, left]);
}

function ecsDecides(service: Service | null): Reason {
  const rule = 'ECS decides by itself';
  if (!service) return { rule, holds: true, because: 'the service could not be seen' };
  if (service.strategy !== 'ROLLING') {
    return { rule, holds: true, because: `its strategy is ${service.strategy}` };
  }
  const because = service.circuitBreaker
    ? 'its circuit breaker is on'
    : 'its circuit breaker is off';
  return { rule, holds: service.circuitBreaker, because };
}

function giveUp(
  { rollouts, look, now }: LookFacts,
  rollout: Rollout,
  seen: Seen,
  reasons: readonly Reason[],
): Decision {
  const waited = formatDuration(Date.parse(now) - Date.parse(rollout.startedAt));
  const why = `its tasks did not become healthy in ${waited}`;
  const back = backTo(look, rollout, seen);
  const given: Rollouts = {
    ...rollouts,
    newest: { ...rollout, givenUp: why },
    quarantined: quarantinedWith(rollouts, rollout, now, why),
  };
  const notice = noticeOf({
    ...about(look, rollout, now),
    phase: 'firing',
    severity: 'error',
    headline: `${whatOf(rollout.changes)} does not come up${back ? `, going back to ${before(rollout)}` : ''}`,
    summary: `${sentence(why)}.${quarantineWords(rollout)}`,
    reasons,
  });
  return {
    verdict: back ? 'roll_back' : 'report',
    reasons,
    actions: [{ do: 'keep-rollouts', rollouts: given }, ...(back ?? []), tell(notice)],
  };
}

/** `null` where the rule, or the kill switch, keeps us from it. */
function backTo(
  { clusterArn, serviceArn }: LookFacts['look'],
  rollout: Rollout,
  { deployments, killSwitch }: Seen,
): readonly Action[] | null {
  if (!rollout.rollback || killSwitch !== null) return null;
  const ours = deployments.known ? deploymentOf(rollout, deployments.value) : undefined;
  const isRunning = ours?.status === 'IN_PROGRESS' || ours?.status === 'PENDING';
  return [
    {
      do: 'roll-back',
      clusterArn,
      serviceArn,
      taskDefinition: rollout.before,
      ...(ours && isRunning ? { serviceDeploymentArn: ours.serviceDeploymentArn } : {}),
    },
  ];
}

function ended(
  facts: LookFacts,
  rollout: Rollout,
  ending: Ending,
  reasons: readonly Reason[],
): Decision {
  const { rollouts, look, now, seen } = facts;
  const isBad = ending === 'failed' || ending === 'rolled back';
  const [reason] = reasons;
  const why = rollout.givenUp ?? reason?.because ?? ending;
  const back =
    ending === 'failed' && rollout.givenUp === undefined && seen
      ? backTo(look, rollout, seen)
      : null;
  if (back) return giveUpOn(facts, rollout, why, back, reasons);
  const kept: Rollouts = {
    ...rollouts,
    newest: { ...rollout, ending, endedAt: now },
    quarantined: isBad ? quarantinedWith(rollouts, rollout, now, why) : rollouts.quarantined,
    waiting: false,
  };
  const { clusterArn, serviceArn } = look;
  const next = rollouts.waiting
    ? [
        callAt(
          { what: 'consider', clusterArn, serviceArn, because: `the rollout before it ${ending}` },
          `${serviceArn}#after#${rollout.id}`,
          now,
        ),
      ]
    : [];
  return {
    verdict: ending.replaceAll(' ', '_'),
    reasons,
    actions: [
      { do: 'keep-rollouts', rollouts: kept },
      ...next,
      tell(
        noticeOf({ ...about(look, rollout, now), ...wordsFor(ending, rollout, why, now), reasons }),
      ),
    ],
  };
}

/** ECS has failed it and left it there: the revision before is deployed again. */
function giveUpOn(
  { rollouts, look, now }: LookFacts,
  rollout: Rollout,
  why: string,
  back: readonly Action[],
  reasons: readonly Reason[],
): Decision {
  const kept: Rollouts = {
    ...rollouts,
    newest: { ...rollout, givenUp: why },
    quarantined: quarantinedWith(rollouts, rollout, now, why),
  };
  const notice = noticeOf({
    ...about(look, rollout, now),
    phase: 'firing',
    severity: 'error',
    headline: `${whatOf(rollout.changes)} failed, going back to ${before(rollout)}`,
    summary: `${sentence(why)}.${quarantineWords(rollout)}`,
    reasons,
  });
  return {
    verdict: 'roll_back',
    reasons,
    actions: [{ do: 'keep-rollouts', rollouts: kept }, ...back, tell(notice)],
  };
}

type Words = Pick<Telling, 'phase' | 'severity' | 'headline' | 'summary'>;

function wordsFor(ending: Ending, rollout: Rollout, why: string, now: string): Words {
  const took = formatDuration(
    Math.round((Date.parse(now) - Date.parse(rollout.startedAt)) / 1_000) * 1_000,
  );
  const what = whatOf(rollout.changes);
  switch (ending) {
    case 'completed':
      return {
        phase: 'resolved',
        severity: 'info',
        headline: `${what} is out`,
        summary: `It took ${took}; ${why}.`,
      };
    case 'rolled back':
      return {
        phase: 'firing',
        severity: 'error',
        headline: `${what} failed, ${before(rollout)} runs again`,
        summary: `${sentence(why)}. It took ${took}.${quarantineWords(rollout)}`,
      };
    case 'failed':
      return {
        phase: 'firing',
        severity: 'error',
        headline: `${what} failed`,
        summary: `${sentence(why)}. Nothing was taken back.${quarantineWords(rollout)}`,
      };
    case 'superseded':
      return {
        phase: 'resolved',
        severity: 'info',
        headline: `${what} was overtaken`,
        summary: `${sentence(why)}: somebody else deployed to the service, and that is left alone.`,
      };
    case 'scaled to zero':
      return {
        phase: 'resolved',
        severity: 'info',
        headline: `${what} is deployed, and nothing runs`,
        summary: `${sentence(why)}.`,
      };
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const before = ({ changes }: Rollout): string =>
  [...new Set(changes.map(({ from }) => versionIn(from)))].join(', ');

const quarantineWords = ({ changes }: Rollout): string =>
  ` It is not tried again until somebody runs \`deckhand release\` for ${changes
    .map(({ digest }) => digest.slice(0, 19))
    .join(', ')}, or a newer image comes.`;

const about = (
  { clusterArn, serviceArn }: LookFacts['look'],
  { changes, taskDefinition }: Rollout,
  at: string,
) => ({ clusterArn, serviceArn, at, changes, taskDefinition });

function quarantinedWith(
  { quarantined }: Rollouts,
  { changes }: Rollout,
  at: string,
  why: string,
): readonly Quarantine[] {
  const bad = changes.map(({ digest, repository, tag }) => ({ digest, repository, tag, at, why }));
  const others = quarantined.filter(({ digest }) => !bad.some((one) => one.digest === digest));
  return [...others, ...bad];
}
