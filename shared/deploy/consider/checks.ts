import { readTags } from '../../config/tags.ts';
import type { Config } from '../../config/types.ts';
import { nameOfArn } from '../../core/arn.ts';
import type { Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import { whatOf } from '../notices.ts';
import type { Chosen } from './choose.ts';
import type { ConsiderFacts } from './facts.ts';

/** What has to hold of the service, whatever image was picked for it. */

export function isDeployable({ deploymentController }: Service): Reason {
  const instead =
    deploymentController === 'CODE_DEPLOY'
      ? 'AWS CodeDeploy has to begin its deployments'
      : "its task sets are somebody else's";
  const holds = deploymentController === 'ECS';
  const because = `its deployment controller is ${deploymentController}${holds ? '' : `: ${instead}`}`;
  return { rule: 'ECS deploys it', holds, because };
}

export function nothingElseIsDeployed(
  { deployments }: Service,
  { rollouts }: ConsiderFacts,
): Reason {
  const rule = 'nothing else is being deployed';
  const running = deployments.find(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
  const { newest } = rollouts;
  if (newest && newest.ending === undefined) {
    const because = `Deckhand rolls out ${whatOf(newest.changes)} since ${newest.startedAt}`;
    return { rule, holds: false, because };
  }
  const because = running
    ? `${nameOfArn(running.taskDefinition)} is, by somebody else (${running.id})`
    : 'nothing is under way';
  return { rule, holds: running === undefined, because };
}

export function mayAct(
  service: Service,
  chosen: readonly Chosen[],
  { killSwitch }: ConsiderFacts,
  config: Config,
): Reason {
  const rule = 'Deckhand may act';
  if (killSwitch) {
    return {
      rule,
      holds: false,
      because: `stopped by ${killSwitch.by} at ${killSwitch.at}: ${killSwitch.why}`,
    };
  }
  const { mode } = readTags(service.tags, config).overrides;
  if (mode !== undefined)
    return { rule, holds: mode === 'act', because: `it is tagged deckhand:mode = ${mode}` };
  const holds = chosen.every((one) => one.rule.mode === 'act');
  return { rule, holds, because: `mode is ${holds ? 'act' : 'observe'}` };
}
