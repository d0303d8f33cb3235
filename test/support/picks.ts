import { parsePolicy, parseTagPattern } from '../../shared/config/policy.ts';
import { type PickRules, pickTag } from '../../shared/deploy/pick.ts';
import type { RunningImage, Tag } from '../../shared/deploy/tag.ts';

/** What people write about tags, as in `deckhand.yml`. */
export type Written = {
  readonly policy: string;
  readonly matchTag?: boolean;
  readonly matchPreRelease?: boolean;
  readonly extract?: string;
  readonly allowTags?: string;
  readonly ignoreTags?: readonly string[];
};

export function rulesOf(written: string | Written): PickRules {
  const {
    policy,
    allowTags = 'any',
    ...rest
  } = typeof written === 'string' ? { policy: written } : written;
  return {
    matchTag: false,
    matchPreRelease: true,
    ignoreTags: [],
    ...rest,
    extract: rest.extract ?? null,
    policy: understood(parsePolicy(policy)),
    allowTags: understood(parseTagPattern(allowTags)),
  };
}

function understood<T>(parsed: T): Exclude<T, { readonly problem: string }> {
  const isUnderstood = (value: T): value is Exclude<T, { readonly problem: string }> =>
    typeof value !== 'object' || value === null || !('problem' in value);
  if (isUnderstood(parsed)) return parsed;
  throw new Error(JSON.stringify(parsed));
}

/** `1.2.3`, or `1.2.3@d1` with a digest. */
export function tagOf(text: string): Tag {
  const [tag = '', digest] = text.split('@');
  return digest === undefined ? { tag } : { tag, digest };
}

/** What is picked in place of `current` among tags that are separated by blanks. */
export const pickedOf = (
  written: string | Written,
  current: string | RunningImage,
  tags: string,
): string | null =>
  pickTag(
    typeof current === 'string' ? tagOf(current) : current,
    tags.split(' ').filter(Boolean).map(tagOf),
    rulesOf(written),
  ).pick;
