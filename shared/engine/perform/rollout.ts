import { nameOfArn } from '../../core/arn.ts';
import type { Action } from '../../core/decision.ts';
import type { RolloutAction } from '../../core/rollout-actions.ts';
import type { Setting } from '../setting.ts';
import { type Circumstances, type Done, done } from './done.ts';
import { keepRollouts } from './keep-rollouts.ts';
import { moveSchedule } from './move-schedule.ts';
import { rollBack } from './roll-back.ts';
import { rollOut } from './roll-out.ts';

const ours = [
  'roll-out',
  'roll-back',
  'keep-rollouts',
  'remember-service',
  'forget-service',
  'move-schedule',
];

export const isOfRollout = (action: Action): action is RolloutAction => ours.includes(action.do);

/** What rollouts do, as `perform` does it. */
export async function performRollout(
  action: RolloutAction,
  circumstances: Circumstances,
  { world }: Setting,
): Promise<Done> {
  switch (action.do) {
    case 'roll-out':
      return rollOut(action, circumstances, world);
    case 'roll-back':
      return rollBack(action, circumstances, world);
    case 'keep-rollouts':
      return keepRollouts(action, circumstances, world);
    case 'move-schedule':
      return moveSchedule(action, circumstances, world);
    case 'remember-service':
      await world.fleet.remember(action.service, action.before);
      return done(`remembered the images of ${nameOfArn(action.service.serviceArn)}`);
    case 'forget-service':
      await world.fleet.forget(action.service);
      return done(`forgot ${nameOfArn(action.service.serviceArn)}`);
  }
}
