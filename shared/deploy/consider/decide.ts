/**
 * An image is rolled out in a service when the policy of its container picks it, every gate lets it through, nothing
 * else is being deployed there, and the rule lets Deckhand act. What has to wait is looked at again when its time
 * comes, and only the newest goes out then.
 */
import type { Config } from '../../config/types.ts';
import type { Action, Decision, Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import type { WireDefinition } from '../../core/rollout.ts';
import { callAt, callOf } from '../calls.ts';
import { deadlineAfterMs } from '../deadline.ts';
import { judgeGates } from '../gates/gate.ts';
import { noticeOf, type Telling, tell, whatOf } from '../notices.ts';
import { isDeployable, mayAct, nothingElseIsDeployed } from './checks.ts';
import { type Chosen, chosenFrom } from './choose.ts';
import type { ConsiderFacts } from './facts.ts';
import { gatesFor } from './gates.ts';
import { revised } from './revise.ts';

export function decideConsider(facts: ConsiderFacts, config: Config): Decision {
  const { service, definition, remembered } = facts;
  const no = (rule: string, because: string, actions: readonly Action[] = []): Decision => ({
    verdict: 'ignore',
    reasons: [{ rule, holds: false, because }],
    actions,
  });
  if (!service.known) return no('the service is known', service.why);
  if (service.value?.status !== 'ACTIVE') {
    const because = service.value ? `it is ${service.value.status}` : 'it does not exist any more';
    const isGone = remembered && service.value?.status !== 'DRAINING';
    return no(
      'the service is there',
      because,
      isGone ? [{ do: 'forget-service', service: remembered }] : [],
    );
  }
  if (!definition?.known)
    return no('its task definition is known', definition?.why ?? 'not looked up');
  if (!definition.value) return no('its task definition is known', 'it does not exist any more');
  return decideFor(facts, service.value, definition.value, config);
}

function decideFor(
  facts: ConsiderFacts,
  service: Service,
  definition: WireDefinition,
  config: Config,
): Decision {
  const { chosen, reasons: picks } = chosenFrom(facts, definition, service, config);
  if (picks.length === 0) {
    const because = 'none of its images is one that a rule with a policy covers';
    const reasons = [{ rule: 'a policy covers it', holds: false, because }];
    return { verdict: 'ignore', reasons, actions: [] };
  }
  if (chosen.length === 0) return { verdict: 'keep_as_is', reasons: picks, actions: [] };
  const judged = judgeGates(chosen.flatMap((one) => gatesFor(one, facts, definition)));
  const reasons = [...picks, ...judged.reasons];
  if (judged.verdict === 'stop') return { verdict: 'hold', reasons, actions: [] };
  if (judged.verdict === 'wait') return waitUntil(facts, chosen, judged.until, reasons);
  return go({ facts, service, definition, chosen, reasons, config });
}

/** The same service at the same time is the same call: whatever is pushed meanwhile, one look comes of it. */
function waitUntil(
  facts: ConsiderFacts,
  chosen: readonly Chosen[],
  until: string,
  reasons: readonly Reason[],
): Decision {
  const { call } = facts;
  const notice = noticeOf({
    ...said(facts, chosen),
    phase: 'info',
    severity: 'info',
    headline: `${whatOf(chosen.map(({ change }) => change))} waits until ${until}`,
    summary: `${call.because}. It is looked at again then, and the newest goes out.`,
    reasons,
  });
  const again = callAt(
    { ...call, because: 'its wait is over' },
    `${call.serviceArn}#${until}`,
    until,
  );
  return { verdict: 'wait', reasons, actions: [again, tell(notice)] };
}

type Ready = {
  readonly facts: ConsiderFacts;
  readonly service: Service;
  readonly definition: WireDefinition;
  readonly chosen: readonly Chosen[];
  readonly reasons: readonly Reason[];
  readonly config: Config;
};

function go({ facts, service, definition, chosen, reasons: before, config }: Ready): Decision {
  const blockers = [
    isDeployable(service),
    nothingElseIsDeployed(service, facts),
    mayAct(service, chosen, facts, config),
  ];
  const reasons = [...before, ...blockers];
  const [deployable, alone, allowed] = blockers;
  if (!deployable?.holds)
    return reportOnly(facts, chosen, reasons, 'cannot be rolled out by Deckhand');
  if (!alone?.holds) {
    const { rollouts } = facts;
    const wait: readonly Action[] = rollouts.waiting
      ? []
      : [{ do: 'keep-rollouts', rollouts: { ...rollouts, waiting: true } }];
    return { verdict: 'wait', reasons, actions: wait };
  }
  if (!allowed?.holds) return reportOnly(facts, chosen, reasons, 'would be rolled out');
  return rollOut(facts, service, definition, chosen, reasons);
}

const said = (
  { call, now }: ConsiderFacts,
  chosen: readonly Chosen[],
): Pick<Telling, 'clusterArn' | 'serviceArn' | 'at' | 'changes'> => ({
  clusterArn: call.clusterArn,
  serviceArn: call.serviceArn,
  at: now,
  changes: chosen.map(({ change }) => change),
});

function reportOnly(
  facts: ConsiderFacts,
  chosen: readonly Chosen[],
  reasons: readonly Reason[],
  words: string,
): Decision {
  const notice = noticeOf({
    ...said(facts, chosen),
    phase: 'info',
    severity: 'info',
    headline: `${whatOf(chosen.map(({ change }) => change))} ${words}`,
    summary: `${facts.call.because}. Nothing was changed.`,
    reasons,
  });
  return { verdict: 'report', reasons, actions: [tell(notice)] };
}

function rollOut(
  facts: ConsiderFacts,
  service: Service,
  definition: WireDefinition,
  chosen: readonly Chosen[],
  reasons: readonly Reason[],
): Decision {
  const { now, rollouts, call } = facts;
  const { serviceArn, clusterArn, taskDefinition } = service;
  const changes = chosen.map(({ change }) => change);
  const id = `${serviceArn}#${now}`;
  const deadline = new Date(Date.parse(now) + deadlineAfterMs).toISOString();
  const base = chosen.some(({ rule }) => rule.baseRevision === 'latest') ? facts.latest : null;
  const copied = base?.known && base.value ? base.value : definition;
  const telling = { ...said(facts, chosen), fields: sizesOf(chosen), reasons } as const;
  const headline = `${whatOf(changes)} is being rolled out`;
  const summary = `${call.because}. Who pushed it is not known: ECR's events do not tell.`;
  const started = noticeOf({ ...telling, phase: 'firing', severity: 'info', headline, summary });
  const failed = noticeOf({
    ...telling,
    phase: 'firing',
    severity: 'error',
    headline: `${whatOf(changes)} could not be rolled out`,
    summary: `${call.because}. What was decided could not be done.`,
  });
  return {
    verdict: 'roll_out',
    reasons,
    actions: [
      {
        do: 'roll-out',
        ...{ clusterArn, serviceArn, rollouts },
        revision: { register: revised(copied, changes) },
        rollout: {
          ...{ id, startedAt: now, changes, before: taskDefinition },
          rollback: chosen.every(({ rule }) => rule.rollback === 'onFailure'),
        },
        again: callOf(call, `${serviceArn}#again#${now}`),
      },
      {
        ...callAt(
          { what: 'look', clusterArn, serviceArn, rollout: id, isDeadline: true },
          `${id}#deadline`,
          deadline,
        ),
        ifDone: true,
      },
      tell(started, failed),
    ],
  };
}

const sizesOf = (chosen: readonly Chosen[]) =>
  chosen.flatMap(({ container, image }) =>
    image.sizeInBytes === undefined
      ? []
      : [
          {
            name: `Size of ${container.name}`,
            value: `${(image.sizeInBytes / 1_000_000).toFixed(1)} MB`,
          },
        ],
  );
