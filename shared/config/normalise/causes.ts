import { defaults } from '../defaults.ts';
import type { Cause, CauseClass, CauseWhen } from '../types.ts';
import type { Causes } from '../written/causes.ts';
import { milliseconds } from './milliseconds.ts';

type WrittenCause = Causes[number];

/** How often trying again is worth it, where the row does not say. */
const restartsOfClass: Readonly<Record<CauseClass, Cause['restarts']>> = {
  normal: 0,
  transient: 'bounded',
  capacity: 'bounded',
  application: 'bounded',
  permanent: 0,
  unknown: 1,
};

export function normaliseCause(written: WrittenCause): Cause {
  return {
    id: written.id,
    when: normaliseWhen(written.when),
    cause: written.cause,
    class: written.class,
    restarts: written.restarts ?? restartsOfClass[written.class],
    ...(written.minDelay !== undefined && { minDelayMs: milliseconds(written.minDelay) }),
    hint: written.hint ?? '',
    source: written.source ?? defaults.causeSource,
  };
}

const listOf = <T extends string | number>(value: T | readonly T[]): readonly T[] =>
  typeof value === 'object' ? value : [value];

function normaliseWhen(when: WrittenCause['when']): CauseWhen {
  const { neverStarted, allExitedZero, exitCode, owner, ...texts } = when;
  return {
    ...Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, listOf(value)])),
    ...(exitCode !== undefined && { exitCode: listOf(exitCode) }),
    ...(owner !== undefined && { owner: listOf(owner) }),
    ...(neverStarted !== undefined && { neverStarted }),
    ...(allExitedZero !== undefined && { allExitedZero }),
  };
}
