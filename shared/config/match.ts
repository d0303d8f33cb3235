import type { Config, Match, RestartRule } from './types.ts';

/** What a rule is chosen by: names, not ARNs. A standalone task has no service. */
export type Subject = {
  readonly cluster: string;
  readonly family: string;
  readonly service?: string | undefined;
  readonly group?: string | undefined;
  readonly startedBy?: string | undefined;
};

/** The first rule that matches. There always is one: the last rule matches everything. */
export function ruleFor(config: Config, subject: Subject): RestartRule {
  const rule = config.restart.rules.find(({ match }) => matches(match, subject));
  if (rule === undefined) throw new Error('restart.rules has no rule for all other tasks');
  return rule;
}

/** Whether every glob given matches. A glob for something the subject does not have never does. */
export function matches(match: Match, subject: Subject): boolean {
  const fits = (glob: string | undefined, text: string | undefined): boolean =>
    glob === undefined || (text !== undefined && globMatches(glob, text));
  return (
    fits(match.cluster, subject.cluster) &&
    fits(match.family, subject.family) &&
    fits(match.service, subject.service) &&
    fits(match.group, subject.group) &&
    fits(match.startedBy, subject.startedBy)
  );
}

/**
 * Whether a glob matches the whole text: `*` is any run of characters, `?` any one, all else itself.
 * Goes back to the last `*` only, so that no pattern takes longer than pattern times text.
 */
export function globMatches(glob: string, text: string): boolean {
  let at = 0;
  let pattern = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (glob[pattern] === '*') {
      star = pattern++;
      resume = at;
    } else if (pattern < glob.length && (glob[pattern] === '?' || glob[pattern] === text[at])) {
      pattern++;
      at++;
    } else if (star >= 0) {
      pattern = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(glob.slice(pattern));
}
