import type { Config } from '../../config/types.ts';
import type { ServiceSeen } from '../../core/deployments.ts';
import type { FleetService } from '../../core/fleet.ts';
import { type Known, known } from '../../core/known.ts';
import type { World } from '../../core/world.ts';
import type { Sweep } from '../calls.ts';
import { pickFor, runningImage } from '../consider/choose.ts';
import { coverageOf } from '../covered.ts';
import { definitionSeen, writtenContainers } from '../definition-seen.ts';
import type { Slice, SweepFacts } from './facts.ts';

/** As many as ListServices answers at once, and few enough for one invocation. */
const sliceSize = 100;

/** Lists the clusters, or looks at the next services of one. */
export async function gatherSweep(sweep: Sweep, world: World, config: Config): Promise<SweepFacts> {
  const facts = { of: 'rollout/1', now: world.clock.now().toISOString(), about: 'sweep' } as const;
  const { clusterArn, after = '' } = sweep;
  if (clusterArn === undefined) {
    return { ...facts, sweep, clusters: await world.deployments.clusters(), slice: null };
  }
  const slice = await sliceOf(clusterArn, after, world, config);
  return { ...facts, sweep, clusters: null, slice };
}

async function sliceOf(
  clusterArn: string,
  after: string,
  world: World,
  config: Config,
): Promise<Known<Slice>> {
  const listed = await world.deployments.servicesIn(clusterArn);
  if (!listed.known) return listed;
  const rest = listed.value.filter((arn) => arn > after).sort();
  const arns = rest.slice(0, sliceSize);
  const upTo = rest.length > sliceSize ? (arns.at(-1) ?? null) : null;
  const [described, remembered] = await Promise.all([
    world.deployments.describe(clusterArn, arns),
    world.fleet.within(clusterArn, after, upTo),
  ]);
  if (!described.known) return described;
  const before = new Map(remembered.map((one) => [one.serviceArn, one]));
  const seen = await Promise.all(
    described.value
      .filter(({ status }) => status === 'ACTIVE')
      .map((service) => lookAt(service, clusterArn, before.get(service.serviceArn) ?? null, world)),
  );
  const there = new Set(listed.value);
  return known({
    services: arns.length,
    upTo,
    unknown: seen.flatMap(({ service, found, before: old }) =>
      found && found.taskDefinition === service.taskDefinition && found !== old
        ? [{ service: found, before: old }]
        : [],
    ),
    gone: remembered.filter(({ serviceArn }) => !there.has(serviceArn)),
    behind: await behindOf(seen, world, config),
  });
}

type SeenService = {
  readonly service: ServiceSeen;
  /** As the index is to know it; `null` where its task definition could not be looked up. */
  readonly found: FleetService | null;
  readonly before: FleetService | null;
};

async function lookAt(
  service: ServiceSeen,
  clusterArn: string,
  before: FleetService | null,
  world: World,
): Promise<SeenService> {
  const { serviceArn, taskDefinition } = service;
  if (before?.taskDefinition === taskDefinition) return { service, found: before, before };
  const definition = await world.ecs.describeTaskDefinition(taskDefinition);
  const seen = definition.known ? definitionSeen(definition.value) : null;
  if (!seen) return { service, found: null, before };
  const { images, tags } = seen;
  return { service, found: { serviceArn, clusterArn, taskDefinition, images, tags }, before };
}

async function behindOf(
  seen: readonly SeenService[],
  world: World,
  config: Config,
): Promise<Slice['behind']> {
  const behind: Slice['behind'][number][] = [];
  for (const { service, found } of seen) {
    if (!found) continue;
    const candidate = {
      ...found,
      containers: writtenContainers(found),
      tags: { ...found.tags, ...service.tags },
    };
    for (const { container, rule } of coverageOf(candidate, config).covered) {
      const { repository } = container;
      const answer = await world.registry.taggedImages(repository);
      if (!answer.known || answer.value === null) continue;
      const current = runningImage(container, container.digest ?? null);
      const { pick } = pickFor(current, answer.value, rule);
      if (pick === null) continue;
      behind.push({ serviceArn: found.serviceArn, wants: `${repository.name}:${pick}` });
      break;
    }
  }
  return behind;
}
