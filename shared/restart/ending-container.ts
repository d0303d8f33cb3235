import type { EvidenceContainer } from './evidence.ts';
import { textMatches } from './match-text.ts';

/** Exit codes that a container stopped along with the task leaves: SIGTERM, then SIGKILL. */
const stoppedAlong: readonly number[] = [143, 137];

/** The containers whose end can end the task; all of them where none is known to. */
export function containersThatCount(
  containers: readonly EvidenceContainer[],
): readonly EvidenceContainer[] {
  const counting = containers.filter(({ mayEndTask }) => mayEndTask);
  return counting.length > 0 ? counting : containers;
}

/**
 * The container that ended the task. The others are stopped along with it and leave 143, 137 or, if they
 * mind SIGTERM, 0; so an error of its own comes first, then a container that could not start, then a clean
 * end, and only then a kill. An event does not tell which container ended first.
 */
export function endingContainer(
  containers: readonly EvidenceContainer[],
): EvidenceContainer | undefined {
  const counting = containersThatCount(containers);
  return (
    counting.find(
      ({ reason }) => reason !== undefined && textMatches(reason, 'OutOfMemoryError'),
    ) ??
    counting.find(({ exitCode = 0 }) => exitCode !== 0 && !stoppedAlong.includes(exitCode)) ??
    counting.find(({ exitCode, reason }) => exitCode === undefined && reason !== undefined) ??
    counting.find(({ exitCode }) => exitCode === 0) ??
    counting.find(({ exitCode }) => exitCode === 137) ??
    counting.find(({ exitCode }) => exitCode !== undefined) ??
    containers.find(({ reason }) => reason !== undefined)
  );
}
