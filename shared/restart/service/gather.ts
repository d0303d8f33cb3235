import { isDeepStrictEqual } from 'node:util';
import { readTags, ruleWithTags } from '../../config/tags.ts';
import type { Config, RestartRule } from '../../config/types.ts';
import { clusterArnOf } from '../../core/arn.ts';
import type { Diagnosis } from '../../core/diagnosis.ts';
import type { CallDue, DeploymentFailed, ServiceTrouble, TaskStopped } from '../../core/signal.ts';
import type { Task } from '../../core/task.ts';
import type { Sighting, Tags, World } from '../../core/world.ts';
import { gatherContext } from '../context.ts';
import { diagnose } from '../diagnose.ts';
import { evidenceOfServiceTrouble, evidenceOfTask } from '../evidence.ts';
import { ownerOf } from '../owner.ts';
import { ruleOf } from '../rule.ts';
import { readWatch } from './calls.ts';
import { isUnhealthy, stillRuns } from './crash-loop.ts';
import type { Detail, Remedy, ServiceFacts, ServiceStopFacts } from './facts.ts';
import { defaultRule, incidentOf, incidentOfEvent, serviceArnOf } from './names.ts';

type ServiceSignal = TaskStopped | ServiceTrouble | DeploymentFailed | CallDue;

const seen = ({ clock }: World) => ({ of: 'service/1', now: clock.now().toISOString() }) as const;

/** Looks up what there is to say about a service, and less and less of it while a storm goes on. */
export async function gather(
  signal: ServiceSignal,
  world: World,
  config: Config,
): Promise<ServiceFacts> {
  switch (signal.kind) {
    case 'task-stopped':
      return gatherStop(signal.task, world, config);
    case 'service-trouble':
      return gatherTrouble(signal, world, config);
    case 'deployment-failed':
      return gatherDeploymentFailed(signal, world);
    case 'call-due': {
      const watch = readWatch(signal.call);
      const { now } = seen(world);
      const since = new Date(Date.parse(now) - watch.windowMs).toISOString();
      const [service, sightings] = await Promise.all([
        world.ecs.describeService(watch.clusterArn, watch.serviceArn),
        world.memory.sightings(watch.incident, since),
      ]);
      return { ...seen(world), about: 'watch', watch, service, sightings };
    }
  }
}

async function gatherStop(task: Task, world: World, config: Config): Promise<ServiceStopFacts> {
  const owner = ownerOf(task);
  const serviceArn = serviceArnOf(task, owner.name ?? '');
  const atFirstSight = diagnose(evidenceOfTask(task), config.restart.causes);
  const facts = { ...seen(world), about: 'stop', task, owner, serviceArn } as const;
  if (atFirstSight.class === 'normal') return { ...facts, diagnosis: atFirstSight, counted: null };

  const rule = ruleOf(task, config, owner.name);
  const incident = incidentOf(task, serviceArn, atFirstSight);
  const { withinMs } = rule.crashLoop;
  const at = task.stoppedAt ?? facts.now;
  const { sightings, tags: known } = await world.memory.sight(incident, task.taskArn, at, withinMs);
  const detail = isWorthLooking(sightings.length, rule)
    ? await gatherDetail(task, serviceArn, atFirstSight, world)
    : null;
  const diagnosis = detail ? diagnoseBetter(task, detail, config) : atFirstSight;
  const tags = detail ? await rememberTags(incident, detail, known, world) : known;
  const tagged = ruleWithTags(rule, readTags(tags, config).overrides, config);
  const isTreated = isUnhealthy(diagnosis) && isTimeToTreat(task, sightings, tagged);
  const remedy = isTreated
    ? await gatherRemedy(task, serviceArn, tagged, world, detail?.service)
    : null;
  return { ...facts, diagnosis, counted: { rule, incident, sightings, tags, detail, remedy } };
}

/**
 * The tags of the revision and the service, with those found before where one could not be looked up. They are kept
 * for the stops of a storm that nobody looks into.
 */
async function rememberTags(
  incident: string,
  { definition, service }: Detail,
  known: Tags,
  world: World,
): Promise<Tags> {
  const tags: Tags = {
    ...(definition.known && service.known ? {} : known),
    ...(definition.known ? definition.value?.tags : {}),
    ...(service.known ? service.value?.tags : {}),
  };
  if (!isDeepStrictEqual(tags, known)) await world.memory.rememberTags(incident, tags);
  return tags;
}

/** The first stops of a window in full, then one in ten, one in a hundred: a storm tells nothing new. */
const isWorthLooking = (nth: number, { crashLoop }: RestartRule): boolean =>
  nth <= crashLoop.stops || /^10*$/.test(String(nth));

/** At every stop of a young crash loop, then at the first in each minute; never where Deckhand may not act. */
function isTimeToTreat(
  { taskArn, stoppedAt }: Task,
  sightings: readonly Sighting[],
  { mode, crashLoop }: RestartRule,
): boolean {
  if (mode !== 'act' || crashLoop.then === 'notify') return false;
  const before = sightings.findLast(({ id }) => id !== taskArn);
  const isFirstOfMinute = minuteOf(before?.at) !== minuteOf(stoppedAt);
  const nth = sightings.length;
  return nth >= crashLoop.stops && (nth < 2 * crashLoop.stops || isFirstOfMinute);
}

const minuteOf = (iso = ''): number => Math.floor(Date.parse(iso) / 60_000);

function diagnoseBetter(task: Task, { definition }: Detail, config: Config): Diagnosis {
  const essential = definition.known
    ? definition.value?.containers.flatMap(({ name, essential }) => (essential ? [name] : []))
    : undefined;
  return diagnose(evidenceOfTask(task, essential), config.restart.causes);
}

async function gatherDetail(
  task: Task,
  serviceArn: string,
  diagnosis: Diagnosis,
  world: World,
): Promise<Detail> {
  const [definition, service] = await Promise.all([
    world.ecs.describeTaskDefinition(task.taskDefinitionArn),
    world.ecs.describeService(task.clusterArn, serviceArn),
  ]);
  const context = await gatherContext(task, definition, diagnosis, world);
  return { definition, service, context };
}

async function gatherRemedy(
  { clusterArn, taskDefinitionArn }: Task,
  serviceArn: string,
  { crashLoop }: RestartRule,
  world: World,
  found?: Remedy['service'],
): Promise<Remedy> {
  const service = found ?? (await world.ecs.describeService(clusterArn, serviceArn));
  const none = { known: true, value: [] } as const;
  // Most stops of a loop come when it has been seen to.
  if (!stillRuns(service, taskDefinitionArn).holds) {
    return { service, deployments: none, killSwitch: null };
  }
  const [deployments, killSwitch] = await Promise.all([
    crashLoop.then === 'rollback'
      ? world.ecs.listSuccessfulDeployments(clusterArn, serviceArn)
      : none,
    world.memory.killSwitch(),
  ]);
  return { service, deployments, killSwitch };
}

async function gatherTrouble(signal: ServiceTrouble, world: World, config: Config) {
  const { withinMs } = defaultRule(config).crashLoop;
  const incident = incidentOfEvent(signal.clusterArn, signal.serviceArn, signal.eventName);
  const [service, { sightings }] = await Promise.all([
    world.ecs.describeService(signal.clusterArn, signal.serviceArn),
    world.memory.sight(incident, signal.id, signal.at, withinMs),
  ]);
  const diagnosis = diagnose(evidenceOfServiceTrouble(signal), config.restart.causes);
  return { ...seen(world), about: 'trouble', signal, diagnosis, service, sightings } as const;
}

async function gatherDeploymentFailed(signal: DeploymentFailed, world: World) {
  const clusterArn = clusterArnOf(signal.serviceArn);
  const incident = incidentOfEvent(clusterArn, signal.serviceArn, 'deployment');
  const [service, { sightings }] = await Promise.all([
    world.ecs.describeService(clusterArn, signal.serviceArn),
    world.memory.sight(incident, signal.id, signal.at, 10 * 60_000),
  ]);
  return { ...seen(world), about: 'deployment-failed', signal, service, sightings } as const;
}
