/** A version in the widest sense that images are tagged in: `1.2`, `v1.2.3-alpine3.20`, `2026.01.05`. */
export type Version = {
  /** Major, minor, patch; what is left out is 0. */
  readonly numbers: readonly [bigint, bigint, bigint];
  /** What stands after the first dash, in parts; none for a release. */
  readonly preRelease: readonly string[];
};

const written = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

/**
 * Reads a tag as a version, or answers `null`. Two numbers at least, as in Keel: `3050` may be anything, an abbreviated
 * commit for one. Leading zeros are allowed, for calendar versions have them; numbers may be of any size.
 */
export function parseVersion(tag: string): Version | null {
  const [, major, minor, patch = '0', preRelease] = written.exec(tag) ?? [];
  if (major === undefined || minor === undefined) return null;
  return {
    numbers: [BigInt(major), BigInt(minor), BigInt(patch)],
    preRelease: preRelease?.split('.') ?? [],
  };
}

/** Precedence as SemVer 2.0.0, item 11, has it: negative where `one` is older, 0 where both are the same version. */
export function compareVersions(one: Version, other: Version): number {
  for (const index of [0, 1, 2] as const) {
    const order = compareNumbers(one.numbers[index], other.numbers[index]);
    if (order !== 0) return order;
  }
  return comparePreReleases(one.preRelease, other.preRelease);
}

/** A release is newer than any of its pre-releases. */
function comparePreReleases(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length;
  for (const [index, part] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    const order = compareParts(part, against);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** Numbers compare as numbers, and are older than words. */
function compareParts(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber && isOtherNumber) return compareNumbers(BigInt(one), BigInt(other));
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return compareTexts(one, other);
}

export const compareNumbers = (one: bigint, other: bigint): number =>
  one === other ? 0 : one < other ? -1 : 1;

/** By code units, which for tags is the order of ASCII. */
export const compareTexts = (one: string, other: string): number =>
  one === other ? 0 : one < other ? -1 : 1;
