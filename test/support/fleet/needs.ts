import type { Container, TaskDefinition } from '../../../local/cloud/ecs/state/model.ts';
import type { ServiceRevision } from '../../../local/cloud/ecs/state/service.ts';
import { type Fleet, imagesIn, newestOf, repositories } from './fleet.ts';

/** Somebody who could start a task from an image at this moment, or runs one: `service s1`, `repo:tag`, its digest. */
export type Need = { readonly by: string; readonly image: string; readonly digest: string };

const key = ({ by, image, digest }: Need): string => `${by} ${image} ${digest}`;

/** Those of `now` that have been there since `before`, in the very same words. */
export function lasting(before: readonly Need[], now: readonly Need[]): readonly Need[] {
  const then = new Set(before.map(key));
  return now.filter((need) => then.has(key(need)));
}

/**
 * What the fleet needs now, told from what its makers know and from inside the local ECS: with nothing of the code
 * that it is to check.
 */
export function needsOf(fleet: Fleet): readonly Need[] {
  const { ecs, ecr } = fleet.scene.cloud;
  const wanted: { readonly by: string; readonly image: string }[] = [];
  for (const task of ecs.tasks().filter(({ lastStatus }) => lastStatus !== 'STOPPED')) {
    for (const container of task.containers) {
      wanted.push({ by: `task ${task.id}`, image: runningImage(container) });
    }
  }
  for (const service of ecs.services().filter(({ status }) => status === 'ACTIVE')) {
    const by = `service ${service.serviceName}`;
    const revisions = [service.lastCompleted, ...service.deployments].flatMap((one) => one ?? []);
    for (const { revision } of revisions) {
      wanted.push(...pinnedBy(revision).map((image) => ({ by, image })));
    }
    for (const { taskDefinition } of service.taskSets) {
      wanted.push(...imagesOf(taskDefinition).map((image) => ({ by, image })));
    }
  }
  for (const family of fleet.families.keys()) {
    wanted.push(...newestOf(fleet, family).map((image) => ({ by: `family ${family}`, image })));
  }
  for (const [by, images] of fleet.starters) {
    wanted.push(...images().map((image) => ({ by, image })));
  }
  return wanted.flatMap(({ by, image }): Need[] => {
    const found = ecr.resolve(image);
    return found?.found ? [{ by, image, digest: found.digest }] : [];
  });
}

const imagesOf = ({ containerDefinitions }: TaskDefinition): readonly string[] =>
  containerDefinitions.map(({ image }) => image);

const withDigest = (image: string, digest: string | undefined): string =>
  digest === undefined ? image : `${image.split('@')[0]}@${digest}`;

const runningImage = ({ definition, imageDigest }: Container): string =>
  withDigest(definition.image, imageDigest);

const pinnedBy = ({ taskDefinition, digests }: ServiceRevision): readonly string[] =>
  taskDefinition.containerDefinitions.map(({ name, image }) =>
    withDigest(image, digests.get(name)),
  );

/** What is gone of all that these needed: the image, what an index lists, what is about any of them. */
export async function missing(
  fleet: Fleet,
  needs: readonly Need[],
  belongings: Belongings,
): Promise<readonly string[]> {
  const { ecr } = fleet.scene.cloud;
  const here = new Set<unknown>();
  for (const repository of repositories) {
    for (const { imageDigest } of await imagesIn(fleet.scene, repository)) here.add(imageDigest);
  }
  return needs.flatMap((need) => {
    const found = ecr.resolve(need.image);
    const isThere = found?.found === true && found.digest === need.digest;
    const lost = withAll(need.digest, belongings).filter((digest) => !here.has(digest));
    return isThere && lost.length === 0 ? [] : [`${key(need)}: ${lost.join()}`];
  });
}

/** Digest to the digests that belong to it. */
export type Belongings = ReadonlyMap<string, readonly string[]>;

function withAll(digest: string, belongings: Belongings): readonly string[] {
  const all = new Set([digest]);
  for (const one of all) for (const other of belongings.get(one) ?? []) all.add(other);
  return [...all];
}

/** What an index lists, what has a subject, and what cosign ties to an image by its tag. */
export async function belongingsIn(fleet: Fleet): Promise<Belongings> {
  const found = new Map<string, string[]>();
  const add = (owner: unknown, digest: unknown): void => {
    found.set(String(owner), [...(found.get(String(owner)) ?? []), String(digest)]);
  };
  for (const repositoryName of repositories) {
    const images = await imagesIn(fleet.scene, repositoryName);
    const here = new Set(images.map(({ imageDigest }) => imageDigest));
    for (const { imageDigest, imageTags, subjectManifestDigest } of images) {
      if (here.has(subjectManifestDigest)) add(subjectManifestDigest, imageDigest);
      for (const tag of Array.isArray(imageTags) ? imageTags : []) {
        const owner = /^sha256-([0-9a-f]{64})\./.exec(String(tag))?.[1];
        if (owner && here.has(`sha256:${owner}`)) add(`sha256:${owner}`, imageDigest);
      }
      for (const child of await childrenOf(fleet, repositoryName, imageDigest)) {
        add(imageDigest, child);
      }
    }
  }
  return found;
}

async function childrenOf({ scene }: Fleet, repositoryName: string, imageDigest: unknown) {
  const input = { repositoryName, imageIds: [{ imageDigest }] };
  const { images } = await scene.call('ecr', 'BatchGetImage', input);
  const [image] = Array.isArray(images) ? images : [];
  const { manifests = [] }: { manifests?: readonly { readonly digest: string }[] } = JSON.parse(
    String(image?.imageManifest ?? '{}'),
  );
  return manifests.map(({ digest }) => digest);
}
