import type { Caps } from '../config/types/cleanup.ts';
import type { Config, Mode } from '../config/types.ts';
import type { EcrRepositoryInfo } from '../core/repositories.ts';
import { dependents } from './dependents.ts';
import type { CleanupFacts } from './facts.ts';
import { type CleanupPlan, planCleanup } from './plan.ts';
import { type Holding, ruleOf } from './rule-of.ts';
import type { RepositoryFacts } from './run-facts.ts';

/** One record has room for the deletions of so many; more wait for the next run. */
const maxImages = 1_000;

/** What the facts come to for a repository: a plan; or why it is let alone, or nothing can be said of it. */
export type Judged =
  | {
      readonly plan: CleanupPlan;
      readonly rule: Holding;
      readonly mode: Mode;
      readonly repository: EcrRepositoryInfo;
      readonly seen: CleanupFacts;
    }
  | { readonly leave: string; readonly isUncovered?: true }
  | { readonly unknown: { readonly rule: string; readonly why: string } };

export function judge({ repository, looked, name }: RepositoryFacts, config: Config): Judged {
  if (!repository.known) return notSeen('the repository can be looked at', repository.why);
  if (!repository.value) return { leave: `there is no repository ${name}` };
  const rule = ruleOf(name, repository.value.tags, config);
  if (rule === null) return { leave: `no cleanup rule covers ${name}`, isUncovered: true };
  if ('problem' in rule) return notSeen('its tags can be read', rule.problem);
  const { mode } = rule;
  if (mode === 'off') return { leave: `a tag of ${name} turns its cleanup off` };
  if (looked === null) return { leave: `nothing of ${name} was looked at` };
  if (!looked.known) return notSeen('the images can be listed', looked.why);
  const { exposure } = looked.value;
  const others = dependents(exposure, name, repository.value.account, rule);
  const seen = { ...looked.value.seen, gaps: [...looked.value.seen.gaps, ...others] };
  const plan = planCleanup(seen, { ...rule, caps: withRoom(rule.caps) });
  return { plan, rule, mode, repository: repository.value, seen };
}

const notSeen = (rule: string, why: string): Judged => ({ unknown: { rule, why } });

const withRoom = (caps: Caps): Caps => ({
  ...caps,
  maxImages: Math.min(maxImages, caps.maxImages),
});
