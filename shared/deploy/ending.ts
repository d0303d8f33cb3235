import { nameOfArn } from '../core/arn.ts';
import type { Reason } from '../core/decision.ts';
import type { Service } from '../core/definition.ts';
import type { DeploymentSeen, TaskSeen } from '../core/deployments.ts';
import type { Known } from '../core/known.ts';
import type { Ending, Rollout } from '../core/rollout.ts';

/** ECS's clock and ours need not agree to the second. */
const skewMs = 60_000;

export type SeenOfRollout = {
  readonly service: Known<Service | null>;
  readonly deployments: Known<readonly DeploymentSeen[]>;
  readonly tasks: Known<readonly TaskSeen[]>;
};

export type Told = { readonly ending: Ending | null; readonly reason: Reason };

const told = (ending: Ending | null, because: string): Told => ({
  ending,
  reason: { rule: 'the rollout has ended', holds: ending !== null, because },
});

/** The service deployment that brings a rollout's revision out, once ECS has begun it. */
export const deploymentOf = (
  { taskDefinition, startedAt }: Rollout,
  deployments: readonly DeploymentSeen[],
): DeploymentSeen | undefined =>
  deployments.find(
    (one) =>
      one.taskDefinition === taskDefinition &&
      Date.parse(one.createdAt) >= Date.parse(startedAt) - skewMs,
  );

/**
 * How a rollout ended, or `null` while it goes on. What ECS calls SUCCESSFUL is completed only where tasks run, and
 * every one of them runs the digests that were meant.
 */
export function endingOf(rollout: Rollout, { service, deployments, tasks }: SeenOfRollout): Told {
  if (!service.known) return told(null, `the service could not be looked up: ${service.why}`);
  if (!service.value || service.value.status === 'INACTIVE') {
    return told('superseded', 'the service was deleted');
  }
  if (!deployments.known) {
    return told(null, `its deployments could not be looked up: ${deployments.why}`);
  }
  const ours = deploymentOf(rollout, deployments.value);
  if (!ours) return told(null, 'ECS has not begun its deployment yet');
  const newer = deployments.value.find(
    (one) => Date.parse(one.createdAt) > Date.parse(ours.createdAt),
  );
  switch (ours.status) {
    case 'ROLLBACK_SUCCESSFUL':
      return told('rolled back', `ECS went back: ${ours.statusReason ?? 'the deployment failed'}`);
    case 'ROLLBACK_FAILED':
      return told('failed', 'ECS could not go back to the revision before');
    case 'STOPPED':
      return stopped(rollout, ours, newer);
    case 'SUCCESSFUL':
      return successful(rollout, service.value, tasks);
    default:
      return told(null, `its deployment is ${ours.status}`);
  }
}

function stopped(
  rollout: Rollout,
  { statusReason }: DeploymentSeen,
  newer: DeploymentSeen | undefined,
): Told {
  if (!newer) return told('failed', statusReason ?? 'its deployment was stopped');
  const name = nameOfArn(newer.taskDefinition);
  if (rollout.givenUp === undefined) return told('superseded', `${name} is deployed instead`);
  if (newer.taskDefinition !== rollout.before)
    return told('superseded', `${name} is deployed instead`);
  return newer.status === 'SUCCESSFUL'
    ? told('rolled back', `${name} runs again`)
    : told(null, `${name} is on its way back: ${newer.status}`);
}

function successful(
  { taskDefinition, changes }: Rollout,
  service: Service,
  tasks: Known<readonly TaskSeen[]>,
): Told {
  if (service.taskDefinition !== taskDefinition) {
    return told('superseded', `the service runs ${nameOfArn(service.taskDefinition)} by now`);
  }
  if (service.desiredCount === 0) {
    return told('scaled to zero', 'the service wants no tasks: nothing shows whether it works');
  }
  if (!tasks.known) return told(null, `its tasks could not be looked up: ${tasks.why}`);
  const running = tasks.value.filter(
    (task) => task.lastStatus === 'RUNNING' && task.taskDefinition === taskDefinition,
  );
  if (running.length === 0) return told(null, 'none of its tasks runs yet');
  const other = running.flatMap(({ digests }) =>
    changes.filter(({ container, digest }) => (digests[container] ?? digest) !== digest),
  );
  const [first] = other;
  if (first) return told('failed', `${first.container} runs another image than ${first.digest}`);
  return told('completed', `all ${running.length} tasks run what was meant`);
}
