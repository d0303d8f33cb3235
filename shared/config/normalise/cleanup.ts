import { defaults } from '../defaults.ts';
import type { CleanupConfig, CleanupRule } from '../types/cleanup.ts';
import type { Mode } from '../types.ts';
import type { Cleanup } from '../written/cleanup.ts';
import { milliseconds } from './milliseconds.ts';

/** Every rule made whole. No rule is added: what nobody named is not cleaned up. */
export function normaliseCleanup(written: Cleanup, modeAbove: Mode): CleanupConfig {
  const mode = written.mode ?? modeAbove;
  return {
    mode,
    schedule: written.schedule ?? defaults.cleanup.schedule,
    onPush: written.onPush ?? defaults.cleanup.onPush,
    guard: written.guard ?? defaults.cleanup.guard,
    rules: (written.rules ?? []).map((rule) => normaliseRule(rule, mode)),
  };
}

type Written = Omit<NonNullable<Cleanup['rules']>[number], 'lifecyclePolicy'>;

/** One rule made whole. */
export function normaliseRule(
  rule: Written & Pick<CleanupRule, 'lifecyclePolicy'>,
  modeAbove: Mode,
): CleanupRule {
  const { previousRevisions, minAge, usedWithin, tags } = {
    ...defaults.cleanup.protect,
    ...rule.protect,
  };
  return {
    match: rule.match,
    mode: rule.mode ?? modeAbove,
    lifecyclePolicy: rule.lifecyclePolicy,
    protect: {
      previousRevisions,
      minAgeMs: milliseconds(minAge),
      usedWithinMs: milliseconds(usedWithin),
      tags,
    },
    caps: { ...defaults.cleanup.caps, ...rule.caps },
    allow: { ...defaults.cleanup.allow, ...rule.allow },
  };
}
