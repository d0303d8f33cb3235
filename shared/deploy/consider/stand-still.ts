import { readTags } from '../../config/tags.ts';
import type { Config } from '../../config/types.ts';
import type { Action, Decision, Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import type { Notice, Severity } from '../../core/notice.ts';
import type { Rollouts, WireDefinition } from '../../core/rollout.ts';
import { callAt, callOf } from '../calls.ts';
import type { Candidate } from '../covered.ts';
import { deadlineAfterMs } from '../deadline.ts';
import { noticeOf, type Telling, tell, whatOf } from '../notices.ts';
import type { Chosen } from './choose.ts';
import type { ConsiderFacts } from './facts.ts';

/** All that a decision about a service is made from, and what holds of it so far. */
export type Ready = {
  readonly facts: ConsiderFacts;
  readonly service: Service;
  readonly definition: WireDefinition;
  readonly candidate: Candidate;
  readonly chosen: readonly Chosen[];
  readonly reasons: readonly Reason[];
  readonly config: Config;
};

/** What every notice about the service says of it. */
export const said = ({
  facts,
  candidate,
  chosen,
  reasons,
  config,
}: Ready): Pick<
  Telling,
  'clusterArn' | 'serviceArn' | 'at' | 'changes' | 'reasons' | 'receiver'
> => ({
  clusterArn: facts.call.clusterArn,
  serviceArn: facts.call.serviceArn,
  at: facts.now,
  changes: chosen.map(({ change }) => change),
  reasons,
  receiver: readTags(candidate.tags, config).overrides.receiver,
});

/** Nothing goes out, and no time will change that. */
export function heldBack(ready: Ready, headline: string, severity: Severity = 'info'): Decision {
  const { facts, reasons } = ready;
  const closed = reasons.filter(({ holds }) => !holds).map(({ because }) => because);
  const why = severity === 'warning' ? `${closed.join('; ')}. ` : '';
  const notice = noticeOf({
    ...said(ready),
    phase: 'info',
    severity,
    headline,
    summary: `${why}${facts.call.because}. Nothing was changed.`,
  });
  const verdict = severity === 'warning' ? 'hold' : 'report';
  return { verdict, reasons, actions: toldOnce(ready, notice) };
}

/** The same service at the same time is the same call: whatever is pushed meanwhile, one look comes of it. */
export function waitUntil(ready: Ready, until: string): Decision {
  const { facts, chosen, reasons } = ready;
  const { call } = facts;
  const notice = noticeOf({
    ...said(ready),
    phase: 'info',
    severity: 'info',
    headline: `${whatOf(chosen.map(({ change }) => change))} waits until ${until}`,
    summary: `${call.because}. It is looked at again then, and the newest goes out.`,
  });
  const again = callAt(
    { ...call, because: 'the wait is over' },
    `${call.serviceArn}#${until}`,
    until,
  );
  const tellIt = toldOnce(ready, notice);
  return { verdict: 'wait', reasons, actions: tellIt.length > 0 ? [again, ...tellIt] : [] };
}

/**
 * The end of the deployment is an event, and the service is looked at again then; should that be lost, when a rollout
 * would have had its time. `other` names what somebody else deploys.
 */
export function waitForDeployment(ready: Ready, other: string | null): Decision {
  const { facts, chosen, reasons } = ready;
  const { rollouts, call, now } = facts;
  const at = new Date(Date.parse(now) + deadlineAfterMs).toISOString();
  const again = callAt(
    { ...call, because: 'what it waited for has had its time' },
    `${call.serviceArn}#waited@${at}`,
    at,
  );
  const notice = noticeOf({
    ...said(ready),
    phase: 'info',
    severity: 'info',
    headline: `${whatOf(chosen.map(({ change }) => change))} waits for somebody else's deployment`,
    summary: `${call.because}. ${other} is being deployed, which is left to end; the newest goes out after it.`,
  });
  const told = toldOnce({ ...ready, facts: { ...facts, rollouts: waiting(rollouts) } }, notice);
  const quietly = kept(facts, waiting(rollouts));
  if (other !== null && told.length > 0) {
    return { verdict: 'wait', reasons, actions: [...told, again] };
  }
  return { verdict: 'wait', reasons, actions: rollouts.waiting ? [] : [quietly, again] };
}

const waiting = (rollouts: Rollouts): Rollouts => ({ ...rollouts, waiting: true });

const kept = ({ call, now }: ConsiderFacts, rollouts: Rollouts): Action => ({
  do: 'keep-rollouts',
  rollouts,
  again: callOf(call, `${call.serviceArn}#again#${now}`),
});

/** What was told last is not told again by the next push, or by every sweep. */
function toldOnce({ facts, chosen }: Ready, notice: Notice): readonly Action[] {
  const digests = chosen.map(({ image }) => image.digest);
  const told = [notice.title, ...digests].join(' ');
  if (facts.rollouts.told === told) return [];
  return [kept(facts, { ...facts.rollouts, told }), tell(notice)];
}
