import { nameOfArn } from '../shared/core/arn.ts';
import type { RolloutAction } from '../shared/core/rollout-actions.ts';

/** What a rollout's action would do, in words. */
export function describeRolloutAction(action: RolloutAction): string {
  switch (action.do) {
    case 'roll-out':
      return `roll out ${action.rollout.changes.map(({ to }) => to).join(', ')}`;
    case 'roll-back':
      return `go back to ${nameOfArn(action.taskDefinition)}`;
    case 'keep-rollouts':
      return 'write down how the rollout ended';
    case 'move-schedule':
      return `have ${action.scheduled.by} ${action.scheduled.name} run ${nameOfArn(action.taskDefinition)}`;
    case 'remember-service':
      return `remember the images of ${nameOfArn(action.service.serviceArn)}`;
    case 'forget-service':
      return `forget ${nameOfArn(action.service.serviceArn)}`;
  }
}
