import type { Facts } from '../core/playbook.ts';
import type { RestartFacts } from './facts.ts';

const isRestartFacts = (facts: Facts): facts is RestartFacts => facts.of === 'restart/1';

/**
 * The same facts, as if the launch of the task and its definition were known: what `explain` decides by, which looks nothing up and
 * starts nothing. Other facts stay as they are.
 */
export function assumeLaunchKnown(facts: Facts): Facts {
  if (!isRestartFacts(facts) || facts.about !== 'stopped') return facts;
  const { looked, task } = facts;
  if (!looked) return facts;
  const launch = { cluster: task.clusterArn, taskDefinition: task.taskDefinitionArn };
  const launched = looked.launched.known
    ? looked.launched
    : ({ known: true, source: 'assumed', launch } as const);
  const assumed: RestartFacts = { ...facts, looked: { ...looked, launched, assumed: true } };
  return assumed;
}
