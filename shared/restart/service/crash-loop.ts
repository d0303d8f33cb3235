import { formatDuration } from '../../config/duration.ts';
import type { TaggedMode } from '../../config/tags.ts';
import type { RestartRule } from '../../config/types.ts';
import { nameOfArn } from '../../core/arn.ts';
import type { Reason, UpdateService } from '../../core/decision.ts';
import type { Service, ServiceDeployment } from '../../core/definition.ts';
import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Known } from '../../core/known.ts';
import { deckhandRuns, mayAct } from '../checks.ts';
import type { Counted, Detail, Remedy, ServiceStopFacts } from './facts.ts';

/** True when the revision itself is to blame. Spot and capacity come from outside; replacing is all they need. */
export const isUnhealthy = ({ class: kind }: Diagnosis): boolean =>
  kind === 'application' || kind === 'permanent' || kind === 'unknown';

/** True when the rule asks for more than telling. */
export const mayRemedy = ({ crashLoop }: RestartRule): boolean => crashLoop.then !== 'notify';

/** N stops of one revision within a window, RUNNING or not: what ECS's own throttle does not see. */
export function isCrashLooping({ rule, sightings }: Counted): Reason {
  const { stops, withinMs } = rule.crashLoop;
  return {
    rule: 'the revision is crash looping',
    holds: sightings.length >= stops,
    because: `${sightings.length} unhealthy ${sightings.length === 1 ? 'stop' : 'stops'} in ${formatDuration(withinMs)}; ${stops} make a crash loop`,
  };
}

export type Treatment = {
  readonly reasons: readonly Reason[];
  readonly action: UpdateService | null;
  /** What the service wants by now, where somebody, or an earlier decision, has seen to it. */
  readonly seenTo: string | null;
};

/** What is done about a crash loop: the previous good revision, or no tasks at all, as the rule asks. */
export function treat(
  facts: ServiceStopFacts,
  { rule, detail }: Counted,
  remedy: Remedy,
): Treatment {
  const { service } = remedy;
  const isCurrent = stillRuns(service, facts.task.taskDefinitionArn);
  if (!isCurrent.holds) {
    const isSeenTo = service.known && service.value !== null;
    return { reasons: [isCurrent], action: null, seenTo: isSeenTo ? isCurrent.because : null };
  }
  const allowed = [isCurrent, tagsAreKnown(detail), mayAct(rule), deckhandRuns(remedy)];
  const way = rule.crashLoop.then === 'pause' ? pause(service) : rollback(facts, remedy);
  const reasons = [...allowed, way.reason];
  const action = reasons.every(({ holds }) => holds) ? way.action : null;
  return { reasons, action, seenTo: null };
}

/** What is said where nothing may be done, and so nothing was looked up to do it with. */
export const leave = (rule: TaggedMode): Treatment => ({
  reasons: [mayAct(rule)],
  action: null,
  seenTo: null,
});

/** A tag may forbid what the rule allows; where nobody looked, those found with the first stops hold. */
function tagsAreKnown(detail: Detail | null): Reason {
  const unread = [detail?.definition, detail?.service].find((fact) => fact && !fact.known);
  const because = unread && !unread.known ? unread.why : 'its tags were looked up';
  return { rule: 'its tags are known', holds: unread === undefined, because };
}

export function stillRuns(service: Known<Service | null>, taskDefinition: string): Reason {
  const rule = 'the service still runs this revision';
  if (!service.known) return { rule, holds: false, because: service.why };
  if (!service.value) return { rule, holds: false, because: 'the service does not exist any more' };
  const holds = service.value.taskDefinition === taskDefinition && service.value.desiredCount > 0;
  const { desiredCount } = service.value;
  const because = `it wants ${desiredCount} of ${nameOfArn(service.value.taskDefinition)}`;
  return { rule, holds, because };
}

type Way = { readonly reason: Reason; readonly action: UpdateService | null };

function pause(service: Known<Service | null>): Way {
  const found = service.known ? service.value : null;
  const isReplica = found?.schedulingStrategy === 'REPLICA';
  const because = found
    ? `it is a ${found.schedulingStrategy} service`
    : 'it could not be looked up';
  const reason = { rule: 'its desired count can be set', holds: isReplica, because };
  return { reason, action: found && isReplica ? updateOf(found, { desiredCount: 0 }) : null };
}

function rollback({ task }: ServiceStopFacts, { service, deployments }: Remedy): Way {
  const rule = 'a good revision is known';
  const found = service.known ? service.value : null;
  if (!deployments.known)
    return { reason: { rule, holds: false, because: deployments.why }, action: null };
  if (found && found.deploymentController !== 'ECS') {
    const because = `its deployments are ${found.deploymentController}'s`;
    return { reason: { rule, holds: false, because }, action: null };
  }
  const [good, ...earlier] = deploymentsBefore(deployments.value, task.taskDefinitionArn);
  if (!good || !found) {
    const because = 'no other revision has had a successful deployment';
    return { reason: { rule, holds: false, because }, action: null };
  }
  if (earlier.some(({ taskDefinition }) => taskDefinition === task.taskDefinitionArn)) {
    const because = `${nameOfArn(task.taskDefinitionArn)} was itself brought back after ${nameOfArn(good.taskDefinition)}`;
    return { reason: { rule, holds: false, because }, action: null };
  }
  const because = `${nameOfArn(good.taskDefinition)} was deployed well at ${good.createdAt}`;
  return {
    reason: { rule, holds: true, because },
    action: updateOf(found, { taskDefinition: good.taskDefinition }),
  };
}

/** From the newest deployment of another revision on, newest first. */
function deploymentsBefore(deployments: readonly ServiceDeployment[], failing: string) {
  const newest = deployments.findIndex(({ taskDefinition }) => taskDefinition !== failing);
  return newest === -1 ? [] : deployments.slice(newest);
}

const updateOf = (
  { clusterArn, serviceArn, taskDefinition, desiredCount }: Service,
  change: Pick<UpdateService, 'taskDefinition' | 'desiredCount'>,
): UpdateService => ({
  do: 'update-service',
  clusterArn,
  serviceArn,
  ...change,
  before: { taskDefinition, desiredCount },
});
