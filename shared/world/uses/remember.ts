import type { Gap, Use, UseSource } from '../../core/use.ts';
import type { UsesSeen } from '../../core/uses.ts';
import type { Head } from './heads.ts';
import type { Found } from './source.ts';

/** So long after something was seen, its absence is suspicious. */
const vanishedMs = 30 * 24 * 60 * 60_000;

/**
 * What is to be kept after a look: what it found; what earlier looks found and this one did not, until it has not
 * been seen for `rememberMs`; and all of it where the look has gaps, as what was not seen may still be there.
 */
export function afterwards(
  source: UseSource,
  found: Found,
  before: Head | undefined,
  now: Date,
  rememberMs: number,
): Head {
  const current = new Set(found.uses.map(({ image }) => image));
  const former = before ? [...before.uses.map(seenThen(before)), ...before.former] : [];
  const since = new Date(now.getTime() - rememberMs).toISOString();
  const remembered = new Map<string, Use>();
  for (const use of former) {
    const isOver = (use.seenAt ?? '') < since;
    if (!isOver && !current.has(use.image) && !remembered.has(use.image)) {
      remembered.set(use.image, use);
    }
  }
  const lately = new Date(now.getTime() - vanishedMs).toISOString();
  const most = before && before.mostAt >= lately ? before : undefined;
  const isMost = found.subjects >= (most?.most ?? 0);
  return {
    source,
    lookedAt: now.toISOString(),
    uses: distinct(found.uses),
    former: [...remembered.values()],
    gaps: [...found.gaps, ...vanished(source, found, most)],
    most: isMost ? found.subjects : (most?.most ?? 0),
    mostAt: isMost || !most ? now.toISOString() : most.mostAt,
  };
}

const seenThen =
  ({ lookedAt }: Head) =>
  (use: Use): Use => ({ ...use, seenAt: lookedAt });

/** One evidence for each reference and kind of use is enough. */
const distinct = (uses: readonly Use[]): readonly Use[] => [
  ...new Map(uses.map((use) => [`${use.source} ${use.image}`, use] as const)).values(),
];

/** Nothing at all where there used to be some is more likely a look that went wrong. */
function vanished(source: UseSource, found: Found, before: Head | undefined): readonly Gap[] {
  if (!before || before.most === 0 || found.subjects > 0 || found.gaps.length > 0) return [];
  return [
    {
      source,
      why: `nothing was found where ${before.most} were seen on ${before.mostAt}: is this the right account and region?`,
    },
  ];
}

/** Everything that these heads know to be in use, and where one of them could not look. */
export const usesIn = (heads: readonly Head[], now: Date): UsesSeen => ({
  uses: heads.flatMap(({ uses, former }) => [...uses, ...former]),
  gaps: heads.flatMap(({ gaps }) => gaps),
  lookedAt: heads.map(({ lookedAt }) => lookedAt).toSorted()[0] ?? now.toISOString(),
});
