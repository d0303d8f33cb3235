import { policyText } from '../../config/policy.ts';
import type { DeployRule } from '../../config/types/deploy.ts';
import type { Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import { given } from '../../core/given.ts';
import { parseImage } from '../../core/image.ts';
import type { TaggedImage } from '../../core/registry.ts';
import type { ImageChange, WireDefinition } from '../../core/rollout.ts';
import { containersOf, type EcrContainer, keyOf, runningDigest } from '../containers.ts';
import type { Candidate, Covered } from '../covered.ts';
import { pickTag } from '../pick.ts';
import type { RunningImage } from '../tag.ts';
import type { ConsiderFacts } from './facts.ts';

/** A container whose image is to change, and the image that it is to run. */
export type Chosen = Covered & {
  readonly image: TaggedImage;
  /** The digest that runs, where it is known. */
  readonly running: string | null;
  readonly change: ImageChange;
};

/** A service as `coverageOf` looks at it. */
export const candidateOf = (service: Service, definition: WireDefinition): Candidate => ({
  clusterArn: service.clusterArn,
  serviceArn: service.serviceArn,
  taskDefinition: service.taskDefinition,
  containers: containersOf(definition),
  tags: {
    ...Object.fromEntries(definition.tags.map(({ key, value }) => [key, value])),
    ...service.tags,
  },
});

type Looked = Pick<ConsiderFacts, 'images' | 'deployments'>;

/** What each covered container's policy wants, and why. */
export function chosenFrom(
  covered: readonly Covered[],
  facts: Looked,
  { taskDefinition }: Pick<Service, 'taskDefinition'>,
): { readonly chosen: readonly Chosen[]; readonly reasons: readonly Reason[] } {
  const looked = covered.map((one) => lookAt(one, facts, taskDefinition));
  return {
    chosen: looked.flatMap(({ chosen }) => chosen),
    reasons: looked.map(({ reason }) => reason),
  };
}

type LookedAt = { readonly chosen: readonly Chosen[]; readonly reason: Reason };

function lookAt(one: Covered, { images, deployments }: Looked, taskDefinition: string): LookedAt {
  const { container, rule } = one;
  const found = images[keyOf(container.repository)];
  const named = (reason: Reason): Reason => ({
    ...reason,
    because: `${container.name}: ${reason.because}`,
  });
  if (!found?.known || found.value === null) {
    const because = found?.known === false ? found.why : 'its repository does not exist';
    const reason = { rule: 'the images of its repository are known', holds: false, because };
    return { chosen: [], reason: named(reason) };
  }
  const running = runningDigest(container, taskDefinition, deployments);
  const { pick, because } = pickFor(runningImage(container, running), found.value, rule);
  const reason = named({
    rule: `${policyText(rule.policy)} picks an image`,
    holds: pick !== null,
    because,
  });
  const image = found.value.find((candidate) => pick !== null && candidate.tags.includes(pick));
  if (pick === null || !image) return { chosen: [], reason };
  const before = found.value.find(({ digest }) => digest === running);
  const change = changeOf(one, pick, image, before);
  return { chosen: [{ ...one, image, running, change }], reason };
}

export const runningImage = ({ tag }: EcrContainer, running: string | null): RunningImage =>
  given({ tag, digest: running ?? undefined });

/** Which of these images follows the one that runs. */
export function pickFor(
  current: RunningImage,
  images: readonly TaggedImage[],
  rule: DeployRule,
): { readonly pick: string | null; readonly because: string } {
  const tags = images.flatMap(({ tags: names, digest, pushedAt }) =>
    names.map((tag) => ({ tag, digest, pushedAt })),
  );
  const { pick, reasons } = pickTag(current, tags, rule);
  const because = reasons[0]?.because ?? 'there are no tags';
  return { pick, because: pick === null ? because : `${pick} ${because}` };
}

function changeOf(
  { container, rule }: Covered,
  tag: string,
  { digest, sizeInBytes }: TaggedImage,
  before: TaggedImage | undefined,
): ImageChange {
  const registry = parseImage(container.image)?.registry ?? '';
  const tagged = `${registry}/${container.repository.name}:${tag}`;
  return {
    container: container.name,
    from: container.image,
    to: rule.pin === 'digest' ? `${tagged}@${digest}` : tagged,
    repository: container.repository.name,
    tag,
    digest,
    ...given({ sizeInBytes, sizeBefore: before?.sizeInBytes }),
  };
}
