import { type Fate, nonePicked, type Pick, picked } from '../fate.ts';
import { isSameImage, type RunningImage, type Tag } from '../tag.ts';

/** Argo CD Image Updater's `digest`: stays with the tag that runs, and follows it to whatever it is moved to. */
export function pickMoved(current: RunningImage, candidates: readonly Tag[]): Pick {
  const moved = candidates.find(({ tag }) => tag === current.tag);
  const others = candidates
    .filter((candidate) => candidate !== moved)
    .map((of): Fate => ({ of, because: 'is not the tag that runs (digest)' }));
  if (current.tag === undefined) {
    return nonePicked('what runs is named by its digest alone, there is no tag to follow', others);
  }
  if (!moved) return nonePicked(`${current.tag} is not among the tags`, others);
  const none = (why: string, because: string): Pick =>
    nonePicked(why, [{ of: moved, because }, ...others]);
  if (!moved.digest || !current.digest) {
    const because = 'may have been moved or not: a digest is missing';
    return none(`nobody can tell without digests whether ${moved.tag} was moved`, because);
  }
  if (isSameImage(moved, current)) {
    return none(`${moved.tag} still names the image that runs`, 'is the image that runs');
  }
  return picked({ of: moved, because: 'now names another image (digest)' }, others);
}
