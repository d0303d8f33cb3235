import { globMatches } from '../config/match.ts';
import { modeWithTag, readTags, type TaggedMode } from '../config/tags.ts';
import type { CleanupRule } from '../config/types/cleanup.ts';
import type { Config, Mode } from '../config/types.ts';

/** A rule as it holds for one repository. */
export type Holding = Omit<CleanupRule, 'mode'> & TaggedMode<Mode | 'off'>;

/**
 * The first rule whose glob fits the repository, with the mode its tags ask for; `null` where none fits. A tag that
 * cannot be read may have meant `off`, and is a problem.
 */
export function ruleOf(
  repository: string,
  tags: Readonly<Record<string, string>>,
  config: Config,
): Holding | { readonly problem: string } | null {
  const rule = firstRule(repository, config);
  if (!rule) return null;
  const { overrides, problems } = readTags(tags, config);
  const unread = problems.find(({ path }) => /^deckhand:(cleanup|mode)$/.test(path));
  if (unread) return { problem: `its tag ${unread.path}: ${unread.message}` };
  const tag = overrides.cleanup ?? overrides.mode;
  return { ...rule, ...modeWithTag(rule.mode, tag, 'cleanup', config) };
}

/** Whether any rule is about the repository, whatever its tags say. */
export const isCovered = (repository: string, config: Config): boolean =>
  firstRule(repository, config) !== undefined;

const firstRule = (repository: string, { cleanup }: Config): CleanupRule | undefined =>
  cleanup.rules.find(({ match }) => globMatches(match.repository, repository));
