import { nameOfArn } from '../../core/arn.ts';
import type { Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import type { DeploymentSeen, TaskSeen } from '../../core/deployments.ts';
import type { Known } from '../../core/known.ts';
import type { Ending, ImageChange, Rollout } from '../../core/rollout.ts';
import type { Seen } from '../facts.ts';

/** ECS's clock and ours need not agree to the second. */
const skewMs = 60_000;

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
 * every one of them runs the digests that were meant; what was given up is rolled back only where the revision before
 * it is SUCCESSFUL.
 */
export function endingOf(rollout: Rollout, { service, deployments, tasks }: Seen): Told {
  if (!service.known) return told(null, `the service could not be looked up: ${service.why}`);
  if (!service.value || service.value.status === 'INACTIVE') {
    return told('superseded', 'the service was deleted');
  }
  if (!deployments.known) {
    return told(null, `the deployments of the service could not be looked up: ${deployments.why}`);
  }
  const ours = deploymentOf(rollout, deployments.value);
  if (!ours) return told(null, 'ECS has not begun the deployment yet');
  const newer = deployments.value.find(
    (one) => Date.parse(one.createdAt) > Date.parse(ours.createdAt),
  );
  if (newer) return followed(rollout, newer);
  if (rollout.givenUp !== undefined && !ours.status.startsWith('ROLLBACK')) {
    return told(null, `the rollout is being taken back: ${ours.status}`);
  }
  switch (ours.status) {
    case 'ROLLBACK_SUCCESSFUL':
      return told('rolled back', `ECS went back: ${whyOf(ours, 'the deployment failed')}`);
    case 'ROLLBACK_FAILED':
      return told('failed', 'ECS could not go back to the revision before');
    case 'STOPPED':
      return told('failed', whyOf(ours, 'the deployment was stopped'));
    case 'SUCCESSFUL':
      return successful(rollout, ours, service.value, tasks);
    default:
      return told(null, `the deployment is ${ours.status}`);
  }
}

/** In ECS's words, to stand within a sentence of ours. */
const whyOf = ({ statusReason }: DeploymentSeen, otherwise: string): string =>
  statusReason?.replace(/[.\s]+$/, '') || otherwise;

/** Another deployment came after ours: our own way back, or somebody else's. */
function followed({ givenUp, before }: Rollout, newer: DeploymentSeen): Told {
  const name = nameOfArn(newer.taskDefinition);
  if (givenUp === undefined || newer.taskDefinition !== before) {
    return told('superseded', `${name} is deployed instead`);
  }
  if (newer.status === 'SUCCESSFUL') return told('rolled back', `${name} runs again`);
  const isOver = ['STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(newer.status);
  return isOver
    ? told('failed', `${name} did not come back: ${whyOf(newer, newer.status)}`)
    : told(null, `${name} is on its way back: ${newer.status}`);
}

function successful(
  rollout: Rollout,
  ours: DeploymentSeen,
  service: Service,
  tasks: Known<readonly TaskSeen[]>,
): Told {
  const { taskDefinition, changes } = rollout;
  if (service.taskDefinition !== taskDefinition) {
    return told('superseded', `the service runs ${nameOfArn(service.taskDefinition)} by now`);
  }
  if (service.desiredCount === 0 && service.schedulingStrategy !== 'DAEMON') {
    return told('scaled to zero', 'the service wants no tasks: nothing shows whether it works');
  }
  if (!tasks.known)
    return told(null, `the tasks of the service could not be looked up: ${tasks.why}`);
  const running = runningOf(rollout, tasks.value);
  if (running.length === 0) return told(null, 'no task of the new revision runs yet');
  for (const change of changes) {
    const other = running.some((task) => runsAnother(change, task, ours));
    if (other)
      return told('failed', `${change.container} runs another image than ${change.digest}`);
  }
  return told('completed', `${running.length} of ${running.length} tasks run what was meant`);
}

/** The tasks that run the rollout's revision. */
export const runningOf = (
  { taskDefinition }: Rollout,
  tasks: readonly TaskSeen[],
): readonly TaskSeen[] =>
  tasks.filter((task) => task.lastStatus === 'RUNNING' && task.taskDefinition === taskDefinition);

/**
 * A revision that names a digest can run no other; of an image for several platforms a task may tell the digest of its
 * own platform's. A tag alone may have been moved before ECS resolved it.
 */
function runsAnother(
  { container, to, digest }: ImageChange,
  { digests }: TaskSeen,
  ours: DeploymentSeen,
): boolean {
  if (to.endsWith(`@${digest}`)) return false;
  const found = ours.digests[container] ?? digests[container];
  return found !== undefined && found !== digest;
}
