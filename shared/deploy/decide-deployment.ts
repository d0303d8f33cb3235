import type { Config } from '../config/types.ts';
import { clusterArnOf, nameOfArn } from '../core/arn.ts';
import type { Action, Decision, Reason } from '../core/decision.ts';
import type { FleetService } from '../core/fleet.ts';
import { callAt } from './calls.ts';
import { isUnderWay } from './consider/checks.ts';
import type { DeploymentFacts } from './facts.ts';
import { replacedBy } from './replaced.ts';

/**
 * Every deployment keeps the index right; one of a service that we roll something out in is looked into at once; one
 * that puts an older image in the place of ours is told; and what has waited for its end is looked at again.
 */
export function decideDeployment(facts: DeploymentFacts, config: Config): Decision {
  const { rollouts } = facts;
  const { newest } = rollouts;
  const isOurs = isUnderWay(newest);
  const index = indexed(facts);
  const replaced = index.found && !isOurs ? replacedBy(facts, index.found, config) : null;
  const because = isOurs
    ? `Deckhand brings out ${nameOfArn(newest.taskDefinition)} since ${newest.startedAt}`
    : 'no rollout of Deckhand is under way in the service';
  const reasons: readonly Reason[] = [
    index.reason,
    { rule: 'a rollout of ours is under way', holds: isOurs, because },
    ...(replaced ? [replaced.reason] : []),
  ];
  const actions = [...index.actions, ...lookedInto(facts), ...(replaced?.actions ?? [])];
  return { verdict: actions.length > 0 ? 'follow' : 'ignore', reasons, actions };
}

function lookedInto({ signal, rollouts, now }: DeploymentFacts): readonly Action[] {
  const { serviceArn } = signal;
  const clusterArn = clusterArnOf(serviceArn);
  const { newest } = rollouts;
  if (isUnderWay(newest)) {
    const about = {
      what: 'look',
      clusterArn,
      serviceArn,
      rollout: newest.id,
      when: 'event',
    } as const;
    // What happens in one moment, a failure and the way back from it, is looked into once.
    return [callAt(about, `${newest.id}#${signal.at}`, now)];
  }
  const isOver = signal.kind === 'deployment-failed' || signal.state === 'COMPLETED';
  if (!isOver || rollouts.waiting !== true) return [];
  const because = `${signal.deploymentId} has ended`;
  return [
    callAt(
      { what: 'consider', clusterArn, serviceArn, because },
      `${serviceArn}#${signal.id}`,
      now,
    ),
  ];
}

type Indexed = {
  readonly reason: Reason;
  readonly actions: readonly Action[];
  /** The service as it is going to be, where the index did not know it. */
  readonly found: FleetService | null;
};

function indexed({ signal, service, definition, remembered }: DeploymentFacts): Indexed {
  const rule = 'the index of images is out of date';
  const no = (because: string): Indexed => ({
    reason: { rule, holds: false, because },
    actions: [],
    found: null,
  });
  if (service === null) return no('only the beginning of a deployment changes the index');
  if (!service.known) return no(`the service could not be looked up: ${service.why}`);
  if (service.value === null) {
    if (!remembered) return no('the service is gone');
    const reason = { rule, holds: true, because: 'the service is gone' };
    return { reason, actions: [{ do: 'forget-service', service: remembered }], found: null };
  }
  const { taskDefinition, clusterArn } = service.value;
  if (definition === null) return no(`the index knows ${nameOfArn(taskDefinition)}`);
  if (!definition.known)
    return no(`${nameOfArn(taskDefinition)} could not be looked up: ${definition.why}`);
  if (!definition.value) return no(`${nameOfArn(taskDefinition)} does not exist`);
  const { images, tags } = definition.value;
  const { serviceArn } = signal;
  const found: FleetService = { serviceArn, clusterArn, taskDefinition, images, tags };
  const because = `the service is brought to ${nameOfArn(taskDefinition)}`;
  return {
    reason: { rule, holds: true, because },
    actions: [{ do: 'remember-service', service: found, before: remembered }],
    found,
  };
}
