import type { Config, RestartRule } from '../../config/types.ts';
import { familyAndRevision, nameOfArn, parseArn } from '../../core/arn.ts';
import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Task } from '../../core/task.ts';
import { isUnhealthy } from './crash-loop.ts';

/** What things are called and found under, from what an event tells. */

/** The last rule is the one for everything; service events name no family to find a better one by. */
export function defaultRule({ restart }: Config): RestartRule {
  const rule = restart.rules.at(-1);
  if (!rule) throw new Error('a configuration always has its default rule');
  return rule;
}

/** A service's ARN, from what the event of one of its tasks tells. */
export function serviceArnOf({ clusterArn }: Task, serviceName: string): string {
  const arn = parseArn(clusterArn);
  if (!arn) return serviceName;
  const { partition, region, account } = arn;
  return `arn:${partition}:ecs:${region}:${account}:service/${nameOfArn(clusterArn)}/${serviceName}`;
}

/**
 * Stops of one revision for reasons of its own are one conversation, whatever each was; what comes from outside
 * (Spot, capacity) is told apart from it.
 */
export function incidentOf(task: Task, serviceArn: string, diagnosis: Diagnosis): string {
  const { family, revision } = familyAndRevision(task.taskDefinitionArn);
  const what = isUnhealthy(diagnosis) ? `${family}:${revision ?? '?'}` : diagnosis.id;
  return incidentOfEvent(task.clusterArn, serviceArn, what);
}

export const incidentOfEvent = (clusterArn: string, serviceArn: string, what: string): string =>
  `${nameOfArn(clusterArn)}/${nameOfArn(serviceArn)}#${what}`;
