import type { CountType } from '../config/types/lifecycle-policy.ts';
import type { EcrImage } from '../core/ecr-image.ts';

export const dayMs = 86_400_000;

/**
 * When an image counts as pushed: its push, or the moment it came back from the archive.
 * Source of all clocks: Amazon ECR User Guide, "Lifecycle policy parameters" and "Archiving an image".
 */
export function pushClock({ pushedAt, activatedAt }: EcrImage): number {
  return Date.parse(activatedAt ?? pushedAt);
}

/** When an image counts as pulled. What nobody pulled since its push or its return counts from then. */
function pullClock(image: EcrImage): number {
  const start = pushClock(image);
  if (image.lastPulledAt === undefined) return start;
  const pulled = Date.parse(image.lastPulledAt);
  return image.activatedAt === undefined ? pulled : Math.max(pulled, start);
}

/** When an image was archived. Where ECR does not say, it is never old enough. */
const transitionClock = ({ archivedAt }: EcrImage): number =>
  archivedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(archivedAt);

/** The clock that a rule reads, in milliseconds since 1970. */
export const clockOf: { readonly [type in CountType]: (image: EcrImage) => number } = {
  imageCountMoreThan: pushClock,
  sinceImagePushed: pushClock,
  sinceImagePulled: pullClock,
  sinceImageTransitioned: transitionClock,
};
