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
  if (!moved.digest || !current.digest) {
    return nonePicked(`nobody can tell without digests whether ${moved.tag} was moved`, others);
  }
  if (isSameImage(moved, current)) {
    return nonePicked(`${moved.tag} still names the image that runs`, others);
  }
  return picked({ of: moved, because: 'now names another image (digest)' }, others);
}
