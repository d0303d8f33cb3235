import { RE2JS } from 're2js';
import { regexpOfExtract } from '../config/extract.ts';
import type { Policy, TagRules } from '../config/types/deploy.ts';

/** What a policy compares in place of a tag, or why there is nothing to compare. */
export type Reading = { readonly text: string } | { readonly why: string };

/**
 * How to read what is compared: `extract` where it is given; otherwise the first group of `numerical:` and
 * `alphabetical:`, the group `compare` of `regexp:` as in Keel; the whole tag where there is no such thing.
 */
export function readerOf(
  policy: Policy,
  { extract, allowTags }: TagRules,
): (tag: string) => Reading {
  const own = 'regexp' in policy ? RE2JS.compile(policy.regexp) : null;
  const source = extract === null ? null : regexpOfExtract(policy, allowTags);
  const extracted = source === null ? null : RE2JS.compile(source);
  return (tag) => {
    const match = own && groupsOf(own, tag);
    if (own && !match) return { why: `\`${tag}\` does not match ${own.pattern()}` };
    if (extract !== null && extracted) return expanded(tag, extract, extracted);
    return { text: match ? compared(policy, match, tag) : tag };
  };
}

type Groups = {
  readonly count: number;
  readonly has: (name: string) => boolean;
  /** `null` for a group that took no part. */
  readonly group: (name: string | number) => string | null;
};

/** The first match in a tag; a pattern is tied to the ends of it by `^` and `$` only. */
function groupsOf(regexp: RE2JS, tag: string): Groups | null {
  const matcher = regexp.matcher(tag);
  if (!matcher.find()) return null;
  const names = Object.keys(regexp.namedGroups());
  return {
    count: regexp.groupCount(),
    has: (name) => names.includes(name),
    group: (name) => matcher.group(name) ?? null,
  };
}

function compared(policy: Policy, { count, has, group }: Groups, tag: string): string {
  if (policy.name === 'regexp') return has('compare') ? (group('compare') ?? '') : tag;
  return group(count > 0 ? 1 : 0) ?? '';
}

function expanded(tag: string, template: string, regexp: RE2JS): Reading {
  const match = groupsOf(regexp, tag);
  if (!match) return { why: `\`${tag}\` does not match ${regexp.pattern()}` };
  return {
    text: expand(template, (name) => match.group(/^\d+$/.test(name) ? Number(name) : name)),
  };
}

/**
 * Go's Regexp.Expand, which Flux uses: `$1`, `$name`, `${name}`, and `$$` for a dollar. A name without braces is as
 * long as it can be: `$1x` is a group named `1x`.
 */
const expand = (template: string, groupOf: (name: string) => string | null): string =>
  template.replaceAll(/\$(?:(\$)|(\w+)|\{(\w+)\})/g, (_, dollar, bare, braced) =>
    dollar ? '$' : (groupOf(bare ?? braced) ?? ''),
  );
