import type { Image, Registry, Repository } from '../state/registry.ts';
import { takeAway } from '../state/remove.ts';
import { markedBy } from './judge.ts';
import type { Lifecycle } from './policy.ts';
import { tellExecution } from './service-event.ts';

/** Within so long of meeting its criteria an image is acted on; what refers to it, within as long of that. */
const withinMs = 24 * 60 * 60 * 1_000;

/**
 * Goes by a policy once a day, at an hour that nobody knows, until it is called off: images expire or are archived,
 * and what refers to them follows. It knows of no use.
 */
export function executeDaily(
  registry: Registry,
  repository: Repository,
  lifecycle: Lifecycle,
): () => void {
  const { time, dice } = registry.kernel;
  const what = `the lifecycle policy of ${repository.repositoryName}`;
  let callOff = time.after(dice.next() * withinMs, what, function execute() {
    executeNow(registry, repository, lifecycle);
    callOff = time.after(withinMs, what, execute);
  });
  return () => callOff();
}

function executeNow(registry: Registry, repository: Repository, lifecycle: Lifecycle): void {
  const { kernel } = registry;
  const marked = markedBy(lifecycle.policy, repository, kernel.time.now());
  // Before anything is done: afterwards no tags are left to be told.
  tellExecution(registry, repository, 'PolicyExecutionEvent', lifecycle, marked);
  lifecycle.lastEvaluatedAt = kernel.time.now();
  for (const { image, rule } of marked) {
    const isExpiring = rule.action.type === 'expire';
    carryOut(registry, repository, image, isExpiring);
    kernel.tell(
      'ecr',
      `rule ${rule.rulePriority} of ${repository.repositoryName} ${isExpiring ? 'expired' : 'archived'} an image`,
      { digest: image.digest },
    );
  }
}

function carryOut(
  registry: Registry,
  repository: Repository,
  image: Image,
  isExpiring: boolean,
): void {
  if (isExpiring) takeAway(registry, repository, image);
  else image.archivedAt = registry.kernel.time.now();
  const { time, dice } = registry.kernel;
  for (const referrer of repository.images.values()) {
    if (referrer.subject !== image.digest) continue;
    time.after(dice.next() * withinMs, 'what refers to an image follows it', () => {
      const still = repository.images.get(referrer.digest);
      if (still) carryOut(registry, repository, still, isExpiring);
    });
  }
}
