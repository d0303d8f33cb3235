import type { Config } from '../../config/types.ts';
import type { Service } from '../../core/definition.ts';
import type { DeploymentSeen } from '../../core/deployments.ts';
import { ask, type Known } from '../../core/known.ts';
import type { Scan, TaggedImage } from '../../core/registry.ts';
import type { WireDefinition } from '../../core/rollout.ts';
import type { World } from '../../core/world.ts';
import type { Consider } from '../calls.ts';
import { keyOf } from '../containers.ts';
import { type Covered, coverageOf } from '../covered.ts';
import { familyOf } from './base.ts';
import { type Chosen, candidateOf, chosenFrom } from './choose.ts';
import type { ConsiderFacts } from './facts.ts';

/** A record has room for so many; what was pushed before them has been looked at when it was pushed. */
const maxImages = 500;

/** Looks up what a service runs and what its repositories have, as far as a policy covers its containers. */
export async function gatherConsider(
  call: Consider,
  world: World,
  config: Config,
): Promise<ConsiderFacts> {
  const { clusterArn, serviceArn } = call;
  const [rollouts, [remembered = null], killSwitch, service] = await Promise.all([
    world.rollouts.load(serviceArn),
    world.fleet.recall([serviceArn]),
    world.memory.killSwitch(),
    world.ecs.describeService(clusterArn, serviceArn),
  ]);
  const facts = {
    ...({ of: 'rollout/1', now: world.clock.now().toISOString(), about: 'consider' } as const),
    ...{ call, rollouts, killSwitch, remembered, service },
  };
  const found = service.known ? service.value : null;
  const nothing = {
    ...{ definition: null, latest: null, deployments: null },
    ...{ images: {}, scans: {}, platforms: {} },
  };
  if (found?.status !== 'ACTIVE') return { ...facts, ...nothing };
  const definition = await world.deployments.readDefinition(found.taskDefinition);
  const runs = definition.known ? definition.value : null;
  const { covered } = runs ? coverageOf(candidateOf(found, runs), config) : { covered: [] };
  if (covered.length === 0) return { ...facts, ...nothing, definition };
  const [images, latest, deployments] = await Promise.all([
    imagesOf(covered, world),
    latestOf(found, covered, world),
    deploymentsOf(found, covered, world),
  ]);
  const { chosen } = chosenFrom(covered, { images, deployments }, found);
  const gated = await gateFactsOf(chosen, world);
  return { ...facts, ...nothing, definition, images, latest, deployments, ...gated };
}

/** Only what was picked is looked into, and only as far as its rule asks. */
async function gateFactsOf(
  chosen: readonly Chosen[],
  world: World,
): Promise<Pick<ConsiderFacts, 'scans' | 'platforms'>> {
  const scans: Record<string, Known<Scan | null>> = {};
  const platforms: Record<string, Known<readonly string[]>> = {};
  for (const { rule, container, image, running } of chosen) {
    const { repository } = container;
    if (rule.platform && !(image.digest in platforms)) {
      platforms[image.digest] = await world.registry.platformsOf(repository, image.digest);
    }
    const compared = rule.scan?.newOnly ? running : null;
    const wanted = rule.scan ? [image.digest, compared].flatMap((digest) => digest ?? []) : [];
    for (const digest of wanted.filter((one) => !(one in scans))) {
      scans[digest] = await world.registry.scanOf(repository, digest);
    }
  }
  return { scans, platforms };
}

async function imagesOf(
  covered: readonly Covered[],
  world: World,
): Promise<ConsiderFacts['images']> {
  const repositories = new Map(
    covered.map(({ container }) => [keyOf(container.repository), container.repository]),
  );
  const most = Math.ceil(maxImages / repositories.size);
  const entries = [...repositories].map(
    async ([key, repository]): Promise<[string, Known<readonly TaggedImage[] | null>]> => [
      key,
      ask(await world.registry.taggedImages(repository), (images) => newestOf(images, most)),
    ],
  );
  return Object.fromEntries(await Promise.all(entries));
}

const newestOf = (
  images: readonly TaggedImage[] | null,
  most: number,
): readonly TaggedImage[] | null =>
  images?.toSorted((one, other) => other.pushedAt.localeCompare(one.pushedAt)).slice(0, most) ??
  null;

async function latestOf(
  { taskDefinition }: Service,
  covered: readonly Covered[],
  world: World,
): Promise<Known<WireDefinition | null> | null> {
  const isWanted = covered.some(({ rule }) => rule.baseRevision === 'latest');
  return isWanted ? world.deployments.readDefinition(familyOf(taskDefinition)) : null;
}

/** What a tag stands for is asked only where it is not written down: the digest that ECS resolved when it deployed. */
async function deploymentsOf(
  { clusterArn, serviceArn }: Service,
  covered: readonly Covered[],
  world: World,
): Promise<Known<readonly DeploymentSeen[]> | null> {
  const isPinned = ({ container }: Covered) => container.digest !== undefined;
  return covered.every(isPinned) ? null : world.deployments.newest(clusterArn, serviceArn);
}
