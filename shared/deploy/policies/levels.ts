import { compareVersions, parseVersion, type Version } from '../version.ts';
import type { Order, Placed } from './order.ts';

type Level = 'major' | 'minor' | 'patch' | 'all';

/**
 * Keel's levels: `patch` stays within the minor version that runs, `minor` within the major one, `major` and `all` go
 * anywhere up. All but `all` stay with the pre-release that runs, unless `matchPreRelease` is off.
 */
export const levelOrder = (level: Level, matchPreRelease: boolean): Order<Version> => ({
  placeOf: placeOfVersion,
  compare: compareVersions,
  objection: (next, current) => {
    if (level !== 'all' && matchPreRelease) {
      const [suffix, wanted] = [next.preRelease.join('.'), current.preRelease.join('.')];
      if (suffix !== wanted) return preReleaseInWords(suffix, wanted);
    }
    return beyond(level, next, current);
  },
});

export function placeOfVersion(text: string): Placed<Version> {
  const place = parseVersion(text);
  return place ? { place } : { why: `\`${text}\` is no version such as 1.2.3` };
}

function beyond(level: Level, next: Version, current: Version): string | null {
  const [major, minor] = [0, 1].map((index) => next.numbers[index] !== current.numbers[index]);
  if (level === 'minor' || level === 'patch') {
    if (major) return `has another major version, which ${level} does not go to`;
  }
  if (level === 'patch' && minor) return 'has another minor version, which patch does not go to';
  return null;
}

const preReleaseInWords = (suffix: string, wanted: string): string =>
  `${suffix ? `has the pre-release ${suffix}` : 'has no pre-release'}, and ` +
  `${wanted ? `${wanted} runs` : 'a release runs'} (matchPreRelease)`;
