import { modeWithTag, readTags } from '../../config/tags.ts';
import type { Config } from '../../config/types.ts';
import { nameOfArn } from '../../core/arn.ts';
import type { Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import type { Rollouts, WireDefinition } from '../../core/rollout.ts';
import type { KillSwitch } from '../../core/world.ts';
import type { Candidate } from '../covered.ts';
import { whatOf } from '../notices.ts';
import type { Chosen } from './choose.ts';

/** What has to hold of the service, whatever image was picked for it. */

export function isDeployable({ deploymentController }: Service): Reason {
  const instead =
    deploymentController === 'CODE_DEPLOY'
      ? 'AWS CodeDeploy has to begin its deployments'
      : "its task sets are somebody else's";
  const holds = deploymentController === 'ECS';
  const because = `the deployment controller of the service is ${deploymentController}${holds ? '' : `: ${instead}`}`;
  return { rule: 'ECS deploys it', holds, because };
}

/** Somebody else's deployment is named by its revision and by who registered that, a person or Terraform. */
export function nothingElseIsDeployed(
  { deployments }: Service,
  { newest }: Rollouts,
  definition: WireDefinition,
): Reason {
  const rule = 'nothing else is being deployed';
  const running = deployments.find(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
  const left = running ? leftBy(newest, running) : null;
  if (isUnderWay(newest)) {
    const because = `Deckhand rolls out ${whatOf(newest.changes)} since ${newest.startedAt}`;
    return { rule, holds: false, because };
  }
  if (!running) return { rule, holds: true, because: 'no deployment of the service is under way' };
  if (left !== null) return { rule, holds: true, because: left };
  const by = whoRegistered(definition, running.taskDefinition);
  const because = `${nameOfArn(running.taskDefinition)} is being deployed by somebody else (${running.id})${by}`;
  return { rule, holds: false, because };
}

/**
 * Without a circuit breaker ECS tries for ever what cannot start: our own deployment that failed, or the way back from
 * it. Waiting for its end would keep the image out that mends it.
 */
function leftBy(
  newest: Rollouts['newest'],
  { taskDefinition, createdAt }: Service['deployments'][number],
): string | null {
  if (newest?.ending !== 'failed' || newest.endedAt === undefined || !createdAt) return null;
  const isOurs = taskDefinition === newest.taskDefinition || taskDefinition === newest.before;
  if (!isOurs || Date.parse(createdAt) > Date.parse(newest.endedAt)) return null;
  return `${nameOfArn(taskDefinition)} has not come up since our rollout failed at ${newest.endedAt}`;
}

export const isUnderWay = (newest: Rollouts['newest']): newest is NonNullable<Rollouts['newest']> =>
  newest !== null && newest.ending === undefined;

function whoRegistered({ definition }: WireDefinition, taskDefinition: string): string {
  const { taskDefinitionArn, registeredBy } = definition;
  return taskDefinitionArn === taskDefinition && typeof registeredBy === 'string'
    ? `, registered by ${nameOfArn(registeredBy)}`
    : '';
}

export function mayAct(
  { tags }: Candidate,
  chosen: readonly Chosen[],
  killSwitch: KillSwitch | null,
  config: Config,
): Reason {
  const rule = 'Deckhand may act';
  if (killSwitch) {
    const { by, at, why } = killSwitch;
    return { rule, holds: false, because: `Deckhand was stopped by ${by} at ${at}: ${why}` };
  }
  const { mode: tag } = readTags(tags, config).overrides;
  const modes = chosen.map((one) => modeWithTag(one.rule.mode, tag, 'deploy', config));
  const against = modes.find(({ mode }) => mode !== 'act');
  const ignored = against?.ignored;
  if (ignored) return { rule, holds: false, because: `mode is observe; ${ignored}` };
  const holds = against === undefined;
  if (tag !== undefined)
    return { rule, holds, because: `the service is tagged deckhand:mode = ${tag}` };
  return { rule, holds, because: `mode is ${holds ? 'act' : 'observe'}` };
}
