import { ruleFor } from '../config/match.ts';
import type { Budget, Config, RestartRule } from '../config/types.ts';
import { familyAndRevision, nameOfArn } from '../core/arn.ts';
import type { RunTask } from '../core/decision.ts';
import type { Task } from '../core/task.ts';

/** The rule of the configuration that covers a task. */
export const ruleOf = (task: Task, config: Config, service?: string): RestartRule =>
  ruleFor(config, {
    cluster: nameOfArn(task.clusterArn),
    family: familyAndRevision(task.taskDefinitionArn).family,
    group: task.group,
    startedBy: task.startedBy,
    service,
  });

/** What a restart budget is counted under. */
export const budgetKeyOf = (clusterArn: string, { per }: Budget): string =>
  per === 'cluster' ? clusterArn : 'account';

/** The budget that restarting a task is paid from. */
export const budgetOf = ({ clusterArn }: Task, { restart }: Config): RunTask['budget'] => ({
  key: budgetKeyOf(clusterArn, restart.budget),
  restarts: restart.budget.restarts,
  windowMs: restart.budget.windowMs,
});
