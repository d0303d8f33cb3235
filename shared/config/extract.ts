import { RE2JS } from 're2js';
import type { Policy, TagPattern } from './types/deploy.ts';

const reference = /\$(?:(\$)|(\w+)|\{(\w+)\})/g;

/** The regular expression whose groups `extract` speaks of: the policy's own, or else that of `allowTags`. */
export function regexpOfExtract(policy: Policy, allowTags: TagPattern | null): string | null {
  if ('regexp' in policy && policy.regexp !== '.*') return policy.regexp;
  return allowTags?.kind === 'regexp' ? allowTags.regexp : null;
}

/** What is wrong with a template such as `$1` or `${version}`, if anything is. */
export function problemOfExtract(
  template: string,
  policy: Policy,
  allowTags: TagPattern | null,
): string | null {
  const source = regexpOfExtract(policy, allowTags);
  if (source === null) return 'needs a regular expression, in the policy or as allowTags: regexp:…';
  const compiled = RE2JS.compile(source);
  const known = new Set([
    ...Object.keys(compiled.namedGroups()),
    ...Array.from({ length: compiled.groupCount() + 1 }, (_, index) => String(index)),
  ]);
  const named = namesIn(template);
  if (named.length === 0) return 'names no group: expected one such as $1 or $version';
  const unknown = named.find((name) => !known.has(name));
  return unknown === undefined ? null : `\`${source}\` has no group \`${unknown}\``;
}

const namesIn = (template: string): readonly string[] =>
  [...template.matchAll(reference)].flatMap(([, , bare, braced]) => bare ?? braced ?? []);
