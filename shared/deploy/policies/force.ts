import { type Fate, nonePicked, type Pick, picked } from '../fate.ts';
import { compareSpecificity, isSameImage, type RunningImage, type Tag } from '../tag.ts';
import { compareTexts, compareVersions, parseVersion } from '../version.ts';
import { compareNaturally } from './natural.ts';

/**
 * Keel's `force`: whatever is newest, by when it was pushed where that is known of all tags; otherwise versions before
 * other tags. Among versions it goes down as little as any other policy does. Where the newest may not go out nothing
 * does: the second newest would be followed by the newest in turn.
 */
export function pickForced(current: RunningImage, candidates: readonly Tag[]): Pick {
  const compare = candidates.every(({ pushedAt }) => pushedAt) ? compareAges : compareNames;
  const [newest, ...rest] = [...candidates].sort((one, other) => compare(other, one));
  if (!newest) return nonePicked('there is no tag to choose from');
  const others = rest.map((of): Fate => ({ of, because: `is not as new as ${newest.tag}` }));
  const objection = objectionTo(newest, current);
  if (objection === null) return picked({ of: newest, because: 'is the newest (force)' }, others);
  const because = `the newest is ${newest.tag}, which ${objection}`;
  return nonePicked(because, [{ of: newest, because: objection }, ...others]);
}

function objectionTo(next: Tag, current: RunningImage): string | null {
  if (isSameImage(next, current)) return 'is the image that runs';
  if (next.tag === current.tag) {
    return next.digest && current.digest
      ? null
      : 'is the tag that runs, and without digests nobody can tell whether it was pushed anew';
  }
  const [version, running] = [parseVersion(next.tag), parseVersion(current.tag ?? '')];
  const order = version && running && compareVersions(version, running);
  if (order !== null && order < 0) return `is older than ${current.tag}`;
  if (order === 0) return `is the same version as ${current.tag}`;
  const isOlder = next.pushedAt && current.pushedAt && next.pushedAt < current.pushedAt;
  return isOlder ? 'was pushed before the image that runs' : null;
}

const compareAges = (one: Tag, other: Tag): number =>
  compareTexts(one.pushedAt ?? '', other.pushedAt ?? '') || compareNames(one, other);

function compareNames(one: Tag, other: Tag): number {
  const [version, against] = [parseVersion(one.tag), parseVersion(other.tag)];
  if (version && against)
    return compareVersions(version, against) || compareSpecificity(one, other);
  if (version || against) return version ? 1 : -1;
  return compareNaturally(one.tag, other.tag) || compareSpecificity(one, other);
}
