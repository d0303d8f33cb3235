import { RE2JS } from 're2js';
import { globMatches } from '../config/match.ts';
import type { TagPattern, TagRules } from '../config/types/deploy.ts';

/**
 * Tags that no image to run has: cosign's and other referrers' (`sha256-<digest>.sig`), the SOCI index builder's
 * (`<tag>-soci`), and those that Deckhand itself protects images with. Rolling them out would go round in circles.
 */
const notToRun = /^sha256-|-soci$|\.(?:sig|att|sbom)$|^deckhand[.-]/;

/** Why a tag is left out before any policy sees it, or `null` where it is not. */
export function filterOf(rules: TagRules, current: string | undefined) {
  const allowed = allowedBy(rules.allowTags);
  return (tag: string): string | null => {
    if (notToRun.test(tag)) return 'is a tag of signatures, indexes or protected images';
    if (!allowed(tag)) return `does not match allowTags ${patternText(rules.allowTags)}`;
    const ignored = rules.ignoreTags.find((glob) => globMatches(glob, tag));
    if (ignored !== undefined) return `matches ignoreTags ${ignored}`;
    if (rules.matchTag && tag !== current) return 'is not the tag that runs (matchTag)';
    return null;
  };
}

function allowedBy(pattern: TagPattern | null): (tag: string) => boolean {
  if (pattern === null) return () => true;
  if (pattern.kind === 'glob') return (tag) => globMatches(pattern.glob, tag);
  const regexp = RE2JS.compile(pattern.regexp);
  return (tag) => regexp.matcher(tag).find();
}

const patternText = (pattern: TagPattern | null): string =>
  pattern === null ? 'any' : `${pattern.kind}:${'glob' in pattern ? pattern.glob : pattern.regexp}`;
