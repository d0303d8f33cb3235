import { ruleFor } from '../config/match.ts';
import type { Budget, Config, Mode, RestartRule } from '../config/types.ts';
import { familyAndRevision, nameOfArn } from '../core/arn.ts';
import type { Lineage, RunTask } from '../core/decision.ts';
import type { Task } from '../core/task.ts';
import type { Plan } from './calls.ts';

/** The part of a task that tells its rule. */
type Covered = Pick<Task, 'clusterArn' | 'taskDefinitionArn' | 'group' | 'startedBy'>;

/** The rule of the configuration that covers a task. */
export const ruleOf = (task: Covered, config: Config, service?: string): RestartRule =>
  ruleFor(config, {
    cluster: nameOfArn(task.clusterArn),
    family: familyAndRevision(task.taskDefinitionArn).family,
    group: task.group,
    startedBy: task.startedBy,
    service,
  });

/** A task that stands for another is under the rule of that one. */
export function asRoot({ startedBy, ...task }: Task, lineage: Lineage | null): Covered {
  const starter = lineage ? lineage.rootStartedBy : startedBy;
  return starter ? { ...task, startedBy: starter } : task;
}

/** Whether a restart to come may still be made: what its own tag said, where tags may, or else what its rule says by now. */
export function modeOf({ lineage, actsByTag }: Plan, config: Config): Mode {
  if (actsByTag && config.actByTag.includes('restart')) return 'act';
  const { cluster, taskDefinition, group } = lineage.launch;
  const task = {
    clusterArn: cluster,
    taskDefinitionArn: taskDefinition,
    group: group ?? `family:${familyAndRevision(taskDefinition).family}`,
    ...(lineage.rootStartedBy ? { startedBy: lineage.rootStartedBy } : {}),
  };
  return ruleOf(task, config).mode;
}

/** What a restart budget is counted under. */
export const budgetKeyOf = (clusterArn: string, { per }: Budget): string =>
  per === 'cluster' ? clusterArn : 'account';

/** The budget that restarting a task is paid from. */
export const budgetOf = ({ clusterArn }: Task, { restart }: Config): RunTask['budget'] => ({
  key: budgetKeyOf(clusterArn, restart.budget),
  restarts: restart.budget.restarts,
  windowMs: restart.budget.windowMs,
});
