import type { Ecs } from '../state/ecs.ts';
import type { Container, Task } from '../state/model.ts';

/**
 * Pulls one image and notes its digest. All tasks of a service revision get the digest that the first one got.
 * Answers why it could not be pulled, in the words of the platform.
 */
export function pullImage(ecs: Ecs, task: Task, container: Container): string | null {
  const reference = pinned(task, container);
  const resolved = ecs.images.resolve(reference);
  if (!resolved) return null;
  if (!resolved.found) return cannotPull(task, reference, resolved.missing);
  container.imageDigest = resolved.digest;
  task.deployment?.revision.digests.set(container.definition.name, resolved.digest);
  return null;
}

function pinned(task: Task, container: Container): string {
  const { image, name, versionConsistency } = container.definition;
  if (versionConsistency === 'disabled') return image;
  const digest = task.deployment?.revision.digests.get(name);
  return digest === undefined ? image : `${repositoryOf(image)}@${digest}`;
}

function repositoryOf(image: string): string {
  const [name = image] = image.split('@');
  const tagAt = name.indexOf(':', name.lastIndexOf('/'));
  return tagAt < 0 ? name : name.slice(0, tagAt);
}

/** Fargate speaks through containerd, hosts through Docker. */
function cannotPull(task: Task, image: string, missing: 'repository' | 'image'): string {
  if (task.launchType === 'FARGATE') {
    return (
      'CannotPullContainerError: pull image manifest has been retried 1 time(s): ' +
      `failed to resolve ref ${image}: ${image}: not found`
    );
  }
  if (missing === 'image') {
    return (
      `CannotPullContainerError: Error response from daemon: manifest for ${image} not found: ` +
      'manifest unknown: Requested image not found'
    );
  }
  const [registry = '', name = ''] = splitAtFirst(repositoryOf(image), '/');
  return (
    `CannotPullContainerError: Error response from daemon: repository ${repositoryOf(image)} not found: ` +
    `name unknown: The repository with name '${name}' does not exist in the registry with id '${registry.split('.')[0]}'`
  );
}

function splitAtFirst(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}
