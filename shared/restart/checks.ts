import { formatDuration } from '../config/duration.ts';
import type { TaggedMode } from '../config/tags.ts';
import { nameOfArn } from '../core/arn.ts';
import type { Reason, RunTask } from '../core/decision.ts';
import type { RestartMemory } from '../core/world.ts';
import type { Looked } from './facts.ts';
import type { Launched } from './launch-of.ts';
import type { Owner } from './owner.ts';
import { keeperOf, starterOf } from './owner-words.ts';

/** The questions that a restart has to pass, each answered with why. */

export function nobodyElseRestarts(owner: Owner): Reason {
  const keeper = keeperOf(owner);
  const because = keeper ?? `started by ${starterOf(owner)}: ECS never replaces such a task`;
  return { rule: 'nobody else restarts it', holds: keeper === null, because };
}

export const attemptsAreLeft = (attempt: number, attempts: number): Reason => ({
  rule: 'attempts are left',
  holds: attempt <= attempts,
  because:
    attempt <= attempts
      ? `this is attempt ${attempt} of ${attempts}`
      : attempts === 0
        ? 'no attempts are allowed'
        : attempts === 1
          ? 'the one attempt allowed has been made'
          : `all ${attempts} attempts have been made`,
});

const sources = {
  lineage: 'launched as the attempt before it',
  'run-task': 'its RunTask call is remembered',
  rule: 'its EventBridge rule tells',
  schedule: 'its schedule tells',
  config: 'its restart rule has a launch',
  event: 'its event tells all there is to know',
  assumed: 'assumed: nothing was looked up',
} as const;

/** A tag may forbid what the rule allows, so where nobody could look there is no restart. */
export function definitionIsKnown({ definition, assumed }: Looked): Reason {
  const rule = 'its task definition and its tags are known';
  if (assumed) return { rule, holds: true, because: sources.assumed };
  if (!definition.known) return { rule, holds: false, because: definition.why };
  const found = definition.value;
  const because = found
    ? `${nameOfArn(found.taskDefinitionArn)} was looked up`
    : 'its task definition does not exist any more';
  return { rule, holds: found !== null, because };
}

export const launchRule = 'its launch is known';

export const launchIsKnown = (launched: Launched): Reason => ({
  rule: launchRule,
  holds: launched.known,
  because: launched.known ? sources[launched.source] : launched.why,
});

export const deckhandRuns = ({ killSwitch }: Pick<RestartMemory, 'killSwitch'>): Reason => ({
  rule: 'Deckhand has not been stopped',
  holds: killSwitch === null,
  because: killSwitch
    ? `stopped by ${killSwitch.by} at ${killSwitch.at}: ${killSwitch.why}`
    : 'the kill switch is off',
});

export const actRule = 'Deckhand may act';

export const mayAct = ({ mode, ignored }: TaggedMode): Reason => ({
  rule: actRule,
  holds: mode === 'act',
  because: ignored ? `mode is ${mode}; ${ignored}` : `mode is ${mode}`,
});

export function budgetIsLeft(
  { restarts, windowMs }: RunTask['budget'],
  { spent }: RestartMemory,
  now: string,
): Reason {
  const since = Date.parse(now) - windowMs;
  const used = spent.filter((at) => Date.parse(at) > since).length;
  const because = `${used} of ${restarts} restarts used in the last ${formatDuration(windowMs)}`;
  return { rule: 'budget is left', holds: used < restarts, because };
}
