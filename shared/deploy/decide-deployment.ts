import { clusterArnOf, nameOfArn } from '../core/arn.ts';
import type { Action, Decision, Reason } from '../core/decision.ts';
import type { FleetService } from '../core/fleet.ts';
import { callAt } from './calls.ts';
import type { DeploymentFacts } from './facts.ts';

/** Every deployment keeps the index right; one of a service that we roll something out in is looked into at once. */
export function decideDeployment(facts: DeploymentFacts): Decision {
  const { signal, rollouts, now } = facts;
  const { serviceArn } = signal;
  const clusterArn = clusterArnOf(serviceArn);
  const { newest } = rollouts;
  const isOurs = newest !== null && newest.ending === undefined;
  const isOver = signal.kind === 'deployment-failed' || signal.state === 'COMPLETED';
  const index = indexed(facts);
  const look = isOurs
    ? [
        callAt(
          { what: 'look', clusterArn, serviceArn, rollout: newest.id, isDeadline: false },
          // What happens in one moment, a failure and the way back from it, is looked into once.
          `${newest.id}#${signal.at}`,
          now,
        ),
      ]
    : [];
  const waiting = isOver && !isOurs && rollouts.waiting === true;
  const consider = waiting
    ? [
        callAt(
          { what: 'consider', clusterArn, serviceArn, because: `${signal.deploymentId} has ended` },
          `${serviceArn}#${signal.id}`,
          now,
        ),
      ]
    : [];
  const reasons: Reason[] = [
    index.reason,
    {
      rule: 'a rollout of ours is under way',
      holds: isOurs,
      because: isOurs ? `${nameOfArn(newest.taskDefinition)} since ${newest.startedAt}` : 'none is',
    },
  ];
  const actions = [...index.actions, ...look, ...consider];
  return { verdict: actions.length > 0 ? 'follow' : 'ignore', reasons, actions };
}

function indexed({ signal, service, images, remembered }: DeploymentFacts): {
  readonly reason: Reason;
  readonly actions: readonly Action[];
} {
  const rule = 'the index of images is out of date';
  const no = (because: string) => ({ reason: { rule, holds: false, because }, actions: [] });
  if (service === null) return no('only the beginning of a deployment changes it');
  if (!service.known) return no(`not known: ${service.why}`);
  if (service.value === null) {
    const because = 'the service is gone';
    const actions: readonly Action[] = remembered
      ? [{ do: 'forget-service', service: remembered }]
      : [];
    return { reason: { rule, holds: actions.length > 0, because }, actions };
  }
  const { taskDefinition, clusterArn } = service.value;
  if (images === null) return no(`it knows ${nameOfArn(taskDefinition)}`);
  if (!images.known) return no(`not known: ${images.why}`);
  const { serviceArn } = signal;
  const found: FleetService = { serviceArn, clusterArn, taskDefinition, images: images.value };
  const because = `the service is brought to ${nameOfArn(taskDefinition)}`;
  return {
    reason: { rule, holds: true, because },
    actions: [{ do: 'remember-service', service: found, before: remembered }],
  };
}
