/**
 * An image is rolled out in a service when the policy of its container picks it, every gate lets it through, nothing
 * else is being deployed there, and the rule lets Deckhand act. What has to wait is looked at again when its time
 * comes, and only the newest goes out then. What does not go out is told once, with why.
 */
import type { Config } from '../../config/types.ts';
import { nameOfArn } from '../../core/arn.ts';
import type { Action, Decision, Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import type { Rollouts, WireDefinition } from '../../core/rollout.ts';
import { coverageOf } from '../covered.ts';
import { judgeGates } from '../gates/gate.ts';
import { whatOf } from '../notices.ts';
import { quarantinedWith } from '../quarantine.ts';
import { baseOf } from './base.ts';
import { isDeployable, isUnderWay, mayAct, nothingElseIsDeployed } from './checks.ts';
import { candidateOf, chosenFrom } from './choose.ts';
import type { ConsiderFacts } from './facts.ts';
import { gatesFor, isReplaced } from './gates.ts';
import { rollOut } from './roll-out.ts';
import { heldBack, type Ready, waitForDeployment, waitUntil } from './stand-still.ts';

export function decideConsider(facts: ConsiderFacts, config: Config): Decision {
  const { service, definition, remembered } = facts;
  if (!service.known)
    return ignored('the service is known', `the service could not be looked up: ${service.why}`);
  if (service.value?.status !== 'ACTIVE') {
    const because = service.value
      ? `the service is ${service.value.status}`
      : 'the service does not exist any more';
    const isGone = remembered && service.value?.status !== 'DRAINING';
    const forget: readonly Action[] = isGone ? [{ do: 'forget-service', service: remembered }] : [];
    return ignored('the service is there', because, forget);
  }
  if (!definition?.known) {
    const why = definition?.why ?? 'it was not looked up';
    return ignored('its task definition is known', `the task definition is not known: ${why}`);
  }
  if (!definition.value) {
    return ignored('its task definition is known', 'the task definition does not exist any more');
  }
  return decideFor(facts, service.value, definition.value, config);
}

const ignored = (rule: string, because: string, actions: readonly Action[] = []): Decision => ({
  verdict: 'ignore',
  reasons: [{ rule, holds: false, because }],
  actions,
});

function decideFor(
  facts: ConsiderFacts,
  service: Service,
  definition: WireDefinition,
  config: Config,
): Decision {
  const candidate = candidateOf(service, definition);
  const { covered, reasons: leftAlone, isUnreadable } = coverageOf(candidate, config);
  const { chosen, reasons: picks } = chosenFrom(covered, facts, service);
  const ready = { facts, service, definition, candidate, chosen, config };
  const seen = [...picks, ...leftAlone];
  if (chosen.length === 0) {
    const verdict = covered.length === 0 ? 'ignore' : 'keep_as_is';
    if (!isUnreadable) return { verdict, reasons: seen, actions: [] };
    return heldBack({ ...ready, reasons: seen }, 'what is written about it cannot be read');
  }
  const judged = judgeGates(chosen.flatMap((one) => gatesFor(one, facts, definition)));
  const gated = { ...ready, reasons: [...seen, ...judged.reasons] };
  const what = whatOf(chosen.map(({ change }) => change));
  if (judged.verdict === 'stop') {
    const rollouts = withReplaced(gated);
    return heldBack({ ...gated, facts: { ...facts, rollouts } }, `${what} is held back`, 'warning');
  }
  if (judged.verdict === 'wait') return waitUntil(gated, judged.until);
  return go(gated, what);
}

/** What somebody replaced is listed with what failed, for people to release; no event may have told of it. */
function withReplaced({ facts, chosen }: Ready): Rollouts {
  const { rollouts, now } = facts;
  const changes = chosen.flatMap((one) => isReplaced(one, rollouts.newest) ?? []);
  const unknown = changes.filter(
    ({ digest }) => !rollouts.quarantined.some((one) => one.digest === digest),
  );
  if (unknown.length === 0) return rollouts;
  const why = "somebody else's deployment replaced it";
  return { ...rollouts, quarantined: quarantinedWith(rollouts, { changes: unknown }, now, why) };
}

function go(gated: Ready, what: string): Decision {
  const { facts, service, definition, candidate, chosen, config } = gated;
  const deployable = isDeployable(service);
  const alone = nothingElseIsDeployed(service, facts.rollouts, definition);
  const base = baseOf(chosen, definition, facts.latest);
  const allowed = mayAct(candidate, chosen, facts.killSwitch, config);
  const reasons: readonly Reason[] = [
    ...gated.reasons,
    deployable,
    alone,
    ...base.reasons,
    allowed,
  ];
  const ready = { ...gated, reasons };
  if (!deployable.holds) return heldBack(ready, `${what} cannot be rolled out by Deckhand`);
  if (!base.copied) return heldBack(ready, `${what} is held back`, 'warning');
  if (!allowed.holds) return heldBack(ready, `${what} would be rolled out`);
  if (alone.holds) return rollOut(ready, base.copied);
  const isOurs = isUnderWay(facts.rollouts.newest);
  return waitForDeployment(ready, isOurs ? null : nameOfArn(service.taskDefinition));
}
