import { globMatches } from '../../config/match.ts';
import { policyText } from '../../config/policy.ts';
import type { DeployMatch, DeployRule } from '../../config/types/deploy.ts';
import type { Config } from '../../config/types.ts';
import { familyAndRevision, nameOfArn } from '../../core/arn.ts';
import type { Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import { parseImage } from '../../core/image.ts';
import type { TaggedImage } from '../../core/registry.ts';
import type { ImageChange, WireDefinition } from '../../core/rollout.ts';
import { pickTag } from '../pick.ts';
import { containersOf, type EcrContainer, keyOf, runningDigest } from './containers.ts';
import type { ConsiderFacts } from './facts.ts';

/** A container that a policy covers. */
export type Covered = { readonly container: EcrContainer; readonly rule: DeployRule };

/** One whose image is to change, and the image that it is to run. */
export type Chosen = Covered & {
  readonly image: TaggedImage;
  /** The digest that runs, where it is known. */
  readonly running: string | null;
  readonly change: ImageChange;
};

/** The containers whose image is an ECR repository's and whose rule has a policy; sidecars have their own. */
export function coveredContainers(
  definition: WireDefinition,
  service: Service,
  { deploy }: Config,
): readonly Covered[] {
  return containersOf(definition).flatMap((container) => {
    const rule = deploy.rules.find(({ match }) => matches(match, container, service));
    return rule && rule.policy.name !== 'never' ? [{ container, rule }] : [];
  });
}

function matches(
  match: DeployMatch,
  { name, repository }: EcrContainer,
  service: Service,
): boolean {
  const fits = (glob: string | undefined, text: string) =>
    glob === undefined || globMatches(glob, text);
  return (
    fits(match.repository, repository.name) &&
    fits(match.cluster, nameOfArn(service.clusterArn)) &&
    fits(match.service, service.serviceName) &&
    fits(match.family, familyAndRevision(service.taskDefinition).family) &&
    fits(match.container, name)
  );
}

/** What each covered container's policy wants, and why. */
export function chosenFrom(
  facts: ConsiderFacts,
  definition: WireDefinition,
  service: Service,
  config: Config,
): { readonly chosen: readonly Chosen[]; readonly reasons: readonly Reason[] } {
  const looked = coveredContainers(definition, service, config).map((one) =>
    lookAt(one, facts, service),
  );
  return {
    chosen: looked.flatMap(({ chosen }) => chosen),
    reasons: looked.map(({ reason }) => reason),
  };
}

type LookedAt = { readonly chosen: readonly Chosen[]; readonly reason: Reason };

function lookAt({ container, rule }: Covered, facts: ConsiderFacts, service: Service): LookedAt {
  const images = facts.images[keyOf(container.repository)];
  const named = (reason: Reason): Reason => ({
    ...reason,
    because: `${container.name}: ${reason.because}`,
  });
  if (!images?.known || images.value === null) {
    const because = images?.known === false ? images.why : 'its repository does not exist';
    const reason = { rule: 'the images of its repository are known', holds: false, because };
    return { chosen: [], reason: named(reason) };
  }
  const running = runningDigest(container, service.taskDefinition, facts.deployments);
  const current = {
    ...(container.tag === undefined ? {} : { tag: container.tag }),
    ...(running === null ? {} : { digest: running }),
  };
  const tags = images.value.flatMap(({ tags: names, digest, pushedAt }) =>
    names.map((tag) => ({ tag, digest, pushedAt })),
  );
  const { pick, reasons } = pickTag(current, tags, rule);
  const image = images.value.find((one) => pick !== null && one.tags.includes(pick));
  const [first] = reasons;
  const reason = named({
    rule: `${policyText(rule.policy)} picks an image`,
    holds: pick !== null,
    because: first ? `${pick === null ? '' : `${pick}: `}${first.because}` : 'there are no tags',
  });
  if (pick === null || !image) return { chosen: [], reason };
  const change = changeOf(container, rule, pick, image);
  return { chosen: [{ container, rule, image, running, change }], reason };
}

function changeOf(
  container: EcrContainer,
  { pin }: DeployRule,
  tag: string,
  { digest }: TaggedImage,
): ImageChange {
  const registry = parseImage(container.image)?.registry ?? '';
  const tagged = `${registry}/${container.repository.name}:${tag}`;
  return {
    container: container.name,
    from: container.image,
    to: pin === 'digest' ? `${tagged}@${digest}` : tagged,
    repository: container.repository.name,
    tag,
    digest,
  };
}
