import { type Feature, features, featuresOf } from '../config/features.ts';
import type { Config } from '../config/types.ts';
import type { Action } from '../core/decision.ts';

/** Actions that the stack has permissions for only where `deckhand.yml` asks for one of these features. */
const needed: { readonly [did in Action['do']]?: readonly Feature[] } = {
  'run-task': ['restart'],
  'update-service': ['remedy'],
  'delete-images': ['deletion', 'archival'],
  'roll-out': ['rollout'],
  'roll-back': ['rollout'],
  'move-schedule': ['schedules'],
};

/** Whether an action changes something of the account that is not the stack's own. */
export const changes = (action: Action): boolean => needed[action.do] !== undefined;

const sets = new WeakMap<Config, ReturnType<typeof featuresOf>>();

export function isDeployedWith(feature: Feature, config: Config): boolean {
  const on = sets.get(config) ?? featuresOf(config);
  sets.set(config, on);
  return on.has(feature);
}

/**
 * Why AWS would deny an action, or `null`: labels of a service may ask for a rollout in a stack that was deployed
 * without. Better told in words than as AccessDenied.
 */
export function notDeployed(action: Action, config: Config): string | null {
  const any = needed[action.do];
  if (any === undefined) return null;
  if (any.some((feature) => isDeployedWith(feature, config))) return null;
  const what = any.map((feature) => features[feature]).join(' or ');
  return `this stack is deployed without what ${what}: deckhand.yml asks for none of it where it may act (see actByTag)`;
}
