import { globMatches } from '../config/match.ts';
import { readTags } from '../config/tags.ts';
import type { CleanupRule } from '../config/types/cleanup.ts';
import type { Config, Mode } from '../config/types.ts';

/** The first rule whose glob fits the repository, with the mode its tags ask for; `null` where none fits. */
export function ruleOf(
  repository: string,
  tags: Readonly<Record<string, string>>,
  config: Config,
): (Omit<CleanupRule, 'mode'> & { readonly mode: Mode | 'off' }) | null {
  const rule = firstRule(repository, config);
  if (!rule) return null;
  return { ...rule, mode: readTags(tags, config).overrides.mode ?? rule.mode };
}

/** Whether any rule is about the repository, whatever its tags say. */
export const isCovered = (repository: string, config: Config): boolean =>
  firstRule(repository, config) !== undefined;

const firstRule = (repository: string, { cleanup }: Config): CleanupRule | undefined =>
  cleanup.rules.find(({ match }) => globMatches(match.repository, repository));
