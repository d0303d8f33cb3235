/**
 * ECS replaces the tasks of its services; what people need is to know why, and to be told once. Unhealthy stops of
 * one revision within the window are one incident with a count, and a crash loop from the configured number on:
 * then the revision is rolled back or the service paused, if the rule asks for it. A service that has been quiet
 * for a window and has all its tasks is over its trouble.
 */
import type { Config } from '../../config/types.ts';
import type { Decision } from '../../core/decision.ts';
import { decideDeploymentFailed, decideTrouble } from './decide-event.ts';
import { decideStop } from './decide-stop.ts';
import { decideWatch } from './decide-watch.ts';
import type { ServiceFacts } from './facts.ts';

export function decide(facts: ServiceFacts, config: Config): Decision {
  switch (facts.about) {
    case 'stop':
      return decideStop(facts, config);
    case 'trouble':
      return decideTrouble(facts, config);
    case 'deployment-failed':
      return decideDeploymentFailed(facts, config);
    case 'watch':
      return decideWatch(facts);
  }
}
