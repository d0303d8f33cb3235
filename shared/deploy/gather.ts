import { globMatches } from '../config/match.ts';
import type { Config } from '../config/types.ts';
import { clusterArnOf } from '../core/arn.ts';
import type { ImagePushed, ImageScanned } from '../core/image-signal.ts';
import { ask } from '../core/known.ts';
import type { CallDue, DeploymentChanged, DeploymentFailed } from '../core/signal.ts';
import type { World } from '../core/world.ts';
import { gatherBring } from './bring/gather.ts';
import { type About, type Look, type Release, readAbout } from './calls.ts';
import { gatherConsider } from './consider/gather.ts';
import { definitionSeen } from './definition-seen.ts';
import type { DeploymentFacts, LookFacts, PushFacts, ReleaseFacts, RolloutFacts } from './facts.ts';
import { gatherSweep } from './sweep/gather.ts';

type RolloutSignal = ImagePushed | ImageScanned | DeploymentChanged | DeploymentFailed | CallDue;

const seen = ({ clock }: World) => ({ of: 'rollout/1', now: clock.now().toISOString() }) as const;

/** Looks up what a push, a deployment or a call of ours is about. */
export async function gather(
  signal: RolloutSignal,
  world: World,
  config: Config,
): Promise<RolloutFacts> {
  switch (signal.kind) {
    case 'image-pushed':
    case 'image-scanned':
      return gatherPush(signal, world, config);
    case 'deployment-changed':
    case 'deployment-failed':
      return gatherDeployment(signal, world);
    case 'call-due':
      return gatherCall(readAbout(signal.call), world, config);
  }
}

function gatherCall(about: About, world: World, config: Config): Promise<RolloutFacts> {
  switch (about.what) {
    case 'look':
      return gatherLook(about, world);
    case 'consider':
      return gatherConsider(about, world, config);
    case 'bring':
      return gatherBring(about, world);
    case 'release':
      return gatherRelease(about, world);
    case 'sweep':
      return gatherSweep(about, world, config);
  }
}

async function gatherRelease(release: Release, world: World): Promise<ReleaseFacts> {
  const rollouts = await world.rollouts.load(release.serviceArn);
  return { ...seen(world), about: 'release', release, rollouts };
}

/** Images are scanned again and again, as long as they are there: only where a scan opens a gate it is looked into. */
async function gatherPush(
  signal: PushFacts['signal'],
  world: World,
  { deploy }: Config,
): Promise<PushFacts> {
  const { kind, repository } = signal;
  const isNews =
    kind === 'image-pushed' ||
    deploy.rules.some(
      ({ scan, match }) => scan !== null && globMatches(match.repository ?? '*', repository),
    );
  const services = isNews ? await world.fleet.servicesUsing(signal) : null;
  const arns = services?.map(({ serviceArn }) => serviceArn) ?? null;
  return { ...seen(world), about: 'push', signal, services: arns };
}

async function gatherDeployment(
  signal: DeploymentFacts['signal'],
  world: World,
): Promise<DeploymentFacts> {
  const { serviceArn } = signal;
  const [rollouts, [remembered = null]] = await Promise.all([
    world.rollouts.load(serviceArn),
    world.fleet.recall([serviceArn]),
  ]);
  const facts = { ...seen(world), about: 'deployment', signal, rollouts, remembered } as const;
  const begins = signal.kind === 'deployment-changed' && signal.state === 'IN_PROGRESS';
  if (!begins) return { ...facts, service: null, definition: null };
  const service = await world.ecs.describeService(clusterArnOf(serviceArn), serviceArn);
  const wanted = service.known ? (service.value?.taskDefinition ?? null) : null;
  const isNew = wanted !== null && wanted !== remembered?.taskDefinition;
  const definition = isNew ? await world.ecs.describeTaskDefinition(wanted) : null;
  return { ...facts, service, definition: definition && ask(definition, definitionSeen) };
}

async function gatherLook(look: Look, world: World): Promise<LookFacts> {
  const { clusterArn, serviceArn } = look;
  const rollouts = await world.rollouts.load(serviceArn);
  const facts = { ...seen(world), about: 'look', look, rollouts } as const;
  const { newest } = rollouts;
  if (newest?.id !== look.rollout || newest.ending !== undefined) return { ...facts, seen: null };
  const name = serviceArn.slice(serviceArn.lastIndexOf('/') + 1);
  const [service, deployments, tasks, killSwitch] = await Promise.all([
    world.ecs.describeService(clusterArn, serviceArn),
    world.deployments.newest(clusterArn, serviceArn),
    world.deployments.tasksOf(clusterArn, name),
    world.memory.killSwitch(),
  ]);
  return { ...facts, seen: { service, deployments, tasks, killSwitch } };
}
