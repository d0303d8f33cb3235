import { Range } from 'semver';
import { npmRange } from '../../config/policy.ts';
import { compareVersions, parseVersion, type Version } from '../version.ts';
import { placeOfVersion } from './levels.ts';
import type { Order } from './order.ts';

type Bound = { readonly operator: string; readonly version: Version };

/** Bounds that must all hold; a pre-release only where one of them names one, as in `>=1.2.0-0`. */
type Alternative = { readonly bounds: readonly Bound[]; readonly preReleases: boolean };

/**
 * Flux's and Argo CD Image Updater's ranges: the newest version within. Pre-releases count where the range names one,
 * and then all that lie within.
 */
export function semverOrder(range: string): Order<Version> {
  const alternatives = npmRange(range).split('||').map(readAlternative);
  return {
    placeOf: placeOfVersion,
    compare: compareVersions,
    objection: (next) =>
      alternatives.some((alternative) => holds(alternative, next)) ? null : `is not in ${range}`,
  };
}

/**
 * The bounds that npm's reading of a range comes to. Versions are held against them by ourselves: npm's own cannot
 * count beyond 2^53.
 */
function readAlternative(text: string): Alternative {
  const preReleases = /\d-[0-9A-Za-z]/.test(text.replaceAll(/\s+-\s+/g, ' '));
  const [comparators = []] = new Range(text, { includePrerelease: preReleases }).set;
  const bounds = comparators.flatMap(({ operator, semver }): readonly Bound[] => {
    const version = parseVersion(semver.version ?? '');
    return version ? [{ operator: operator || '=', version }] : [];
  });
  return { bounds, preReleases };
}

function holds({ bounds, preReleases }: Alternative, version: Version): boolean {
  if (version.preRelease.length > 0 && !preReleases) return false;
  return bounds.every(({ operator, version: bound }) => {
    const order = compareVersions(version, bound);
    switch (operator) {
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      default:
        return order === 0;
    }
  });
}
