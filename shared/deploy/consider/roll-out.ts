import type { Decision } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import { given } from '../../core/given.ts';
import type { ImageChange, Rollout, Rollouts, WireDefinition } from '../../core/rollout.ts';
import type { RollOut } from '../../core/rollout-actions.ts';
import { callAt, callOf, type Look } from '../calls.ts';
import { deadlineAfterMs, progressAfterMs } from '../deadline.ts';
import { incidentOf, noticeOf, tell, whatOf } from '../notices.ts';
import type { Chosen } from './choose.ts';
import type { ConsiderFacts } from './facts.ts';
import { revised } from './revise.ts';
import { type Ready, said } from './stand-still.ts';

/** Registers the next revision and has the service run it; how that goes is looked at twice if no event tells. */
export function rollOut(ready: Ready, copied: WireDefinition): Decision {
  const { facts, service, reasons } = ready;
  const { now, call } = facts;
  const { serviceArn, clusterArn } = service;
  const chosen = ready.chosen.map((one) => ({ ...one, change: withFindings(one, facts) }));
  const changes = chosen.map(({ change }) => change);
  const about = said({ ...ready, chosen });
  const rollout = begun(ready, changes, about.receiver);
  const look: Look = {
    what: 'look',
    clusterArn,
    serviceArn,
    rollout: rollout.id,
    when: 'progress',
  };
  const after = (ms: number) => new Date(Date.parse(now) + ms).toISOString();
  const what = whatOf(changes);
  const started = noticeOf({
    ...about,
    phase: 'firing',
    severity: 'info',
    headline: `${what} is being rolled out`,
    summary: `${call.because}. Who pushed it is not known: ECR's events do not tell.`,
  });
  const failed = noticeOf({
    ...about,
    phase: 'info',
    severity: 'error',
    headline: `${what} could not be rolled out`,
    summary: `${call.because}. What was decided could not be done.`,
  });
  const begin: RollOut = {
    do: 'roll-out',
    ...{ clusterArn, serviceArn, rollouts: facts.rollouts },
    revision: { register: revised(copied, changes) },
    rollout,
    over: service.taskDefinition,
    again: callOf(call, `${serviceArn}#again#${now}`),
  };
  const progressAt = after(progressAfterMs);
  const deadline = after(deadlineAfterMs);
  return {
    verdict: 'roll_out',
    reasons,
    actions: [
      begin,
      { ...callAt(look, `${rollout.id}#progress`, progressAt), ifDone: true },
      // Whatever becomes of the first: it may have been written down, and not come to ECS.
      callAt({ ...look, when: 'deadline' }, `${rollout.id}#deadline`, deadline),
      tell(started, failed),
    ],
  };
}

const begun = (
  { facts, service, chosen }: Ready,
  changes: readonly ImageChange[],
  receiver: string | undefined,
): Omit<Rollout, 'taskDefinition'> => ({
  id: `${service.serviceArn}#${facts.now}`,
  startedAt: facts.now,
  changes,
  before: lastGood(service, facts.rollouts),
  incident: incidentOf(service.clusterArn, service.serviceArn),
  rollback: chosen.every(({ rule }) => rule.rollback === 'onFailure'),
  ...(chosen.some(({ rule }) => rule.schedules) ? { schedules: true } : {}),
  ...given({ receiver }),
});

/** What runs, unless that is what failed and was left there: no way leads back to it. */
const lastGood = ({ taskDefinition }: Service, { newest }: Rollouts): string =>
  newest?.ending === 'failed' && newest.taskDefinition === taskDefinition
    ? newest.before
    : taskDefinition;

/** `1 HIGH, 3 MEDIUM`, where a scan was asked for and has ended. */
function withFindings({ change, image }: Chosen, { scans }: ConsiderFacts): ImageChange {
  const scan = scans[image.digest];
  if (!scan?.known || scan.value === null) return change;
  const counts = Map.groupBy(scan.value.findings, ({ severity }) => severity);
  const findings = [...counts].map(([severity, found]) => `${found.length} ${severity}`);
  return { ...change, findings: findings.length > 0 ? findings.join(', ') : 'none' };
}
