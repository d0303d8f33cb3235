import { readTags, type TagOverrides } from '../config/tags.ts';
import type { Budget, Config } from '../config/types.ts';
import type { TaskDefinition } from '../core/definition.ts';
import { type Known, known } from '../core/known.ts';
import type { CallDue, TaskInterrupted, TaskStopped } from '../core/signal.ts';
import type { Launch, Task } from '../core/task.ts';
import type { RestartMemory, World } from '../core/world.ts';
import { readRestartCall } from './calls.ts';
import { type Context, gatherContext } from './context.ts';
import { diagnose } from './diagnose.ts';
import { evidenceOfLaunchFailure, evidenceOfTask } from './evidence.ts';
import type { Looked, RestartFacts, StoppedFacts } from './facts.ts';
import { type LaunchEvidence, type Launched, launchOf, matchingTarget } from './launch-of.ts';
import { rootArnOf, startedByOf } from './lineage.ts';
import { type Owner, ownerOf } from './owner.ts';
import { budgetKeyOf, ruleOf } from './rule.ts';

type RestartSignal = TaskStopped | TaskInterrupted | CallDue;

/** Looks up what a restart is decided by, and nothing that cannot matter. */
export async function gather(
  signal: RestartSignal,
  world: World,
  config: Config,
): Promise<RestartFacts> {
  switch (signal.kind) {
    case 'task-stopped':
      return gatherStopped(signal, false, world, config);
    case 'task-interrupted':
      return {
        ...seen(world),
        about: 'interrupted',
        task: signal.task,
        region: signal.region,
        owner: ownerOf(signal.task),
        diagnosis: diagnose(evidenceOfTask(signal.task), config.restart.causes),
      };
    case 'call-due':
      return gatherCall(signal, world, config);
  }
}

const seen = ({ clock }: World) => ({ of: 'restart/1', now: clock.now().toISOString() }) as const;

const unseen: Context = { changes: known([]) };
const unasked: Launched = { known: false, why: 'nobody asked', notYet: false };

async function gatherStopped(
  { task, region }: { readonly task: Task; readonly region: string },
  again: boolean,
  world: World,
  config: Config,
): Promise<StoppedFacts> {
  const owner = ownerOf(task);
  const atFirstSight = diagnose(evidenceOfTask(task), config.restart.causes);
  const stopped = { ...seen(world), about: 'stopped', task, region, owner, again } as const;
  const dice = world.clock.random();
  const keys = memoryKeys(task, owner, config.restart.budget);
  if (atFirstSight.class === 'normal' && isNormalAnyway(task, config)) {
    const isOurs = owner.kind === 'deckhand';
    const ended = isOurs ? (await world.memory.restartFacts(keys)).lineage : null;
    return { ...stopped, diagnosis: atFirstSight, dice, looked: null, ended };
  }
  const [definition, memory] = await Promise.all([
    world.ecs.describeTaskDefinition(task.taskDefinitionArn),
    world.memory.restartFacts(keys),
  ]);
  const essential = definition.known ? essentialNames(definition.value) : undefined;
  const diagnosis = diagnose(evidenceOfTask(task, essential), config.restart.causes);
  if (diagnosis.class === 'normal') {
    const ended = owner.kind === 'deckhand' ? memory.lineage : null;
    return { ...stopped, diagnosis, dice, looked: null, ended };
  }
  const isOff = tagsOf(definition, config).mode === 'off';
  const launched = isOff
    ? unasked
    : await gatherLaunched(stopped, memory, definition, world, config);
  // What is left alone is not told, nor is a look in between: nobody would see what more there is to know.
  const isInBetween = again && !launched.known && launched.notYet;
  const context =
    isOff || isInBetween ? unseen : await gatherContext(task, definition, diagnosis, world);
  const looked: Looked = { memory, definition, context, launched };
  return { ...stopped, diagnosis, dice, looked, ended: null };
}

async function gatherLaunched(
  { task, owner, now }: Pick<StoppedFacts, 'task' | 'owner' | 'now'>,
  { lineage, launch }: RestartMemory,
  definition: Looked['definition'],
  world: World,
  config: Config,
): Promise<Launched> {
  const isRemembered = lineage !== null || launch !== null;
  const evidence: LaunchEvidence = {
    lineage: lineage?.launch ?? null,
    remembered: launch,
    launcher: isRemembered ? known(null) : await gatherLauncher(task, owner, world),
    launcherKind: owner.kind === 'rule' || owner.kind === 'schedule' ? owner.kind : null,
    config: ruleOf(task, config).launch,
    definition,
  };
  return launchOf(task, evidence, now);
}

/** Whichever container is essential, the end is normal: a helper's exit 0 does not hide that the main one was killed. */
const isNormalAnyway = ({ containers, ...task }: Task, config: Config): boolean =>
  containers
    .filter(({ image }) => image !== undefined)
    .every(({ name }) => {
      const evidence = evidenceOfTask({ ...task, containers }, [name]);
      return diagnose(evidence, config.restart.causes).class === 'normal';
    });

const tagsOf = (definition: Looked['definition'], config: Config): TagOverrides =>
  readTags((definition.known && definition.value?.tags) || {}, config).overrides;

const essentialNames = (definition: TaskDefinition | null): readonly string[] | undefined =>
  definition?.containers.filter(({ essential }) => essential).map(({ name }) => name);

function memoryKeys(task: Task, owner: Owner, budget: Budget) {
  const keys = { taskArn: task.taskArn, budgetKey: budgetKeyOf(task.clusterArn, budget) };
  return owner.rootTaskId === undefined
    ? keys
    : { ...keys, rootTaskArn: rootArnOf(task.taskArn, owner.rootTaskId) };
}

/** Asks the rule or schedule that started the task for its own target. */
async function gatherLauncher(
  task: Task,
  owner: Owner,
  world: World,
): Promise<Known<Launch | null>> {
  if (owner.name === undefined) return known(null);
  if (owner.kind === 'rule') {
    const targets = await world.launchers.targetsOfRule(owner.name);
    return targets.known ? matchingTarget(task, targets.value) : targets;
  }
  if (owner.kind === 'schedule') {
    const targets = await world.launchers.targetsOfSchedules(owner.name, owner.cut ?? false);
    return targets.known ? matchingTarget(task, targets.value) : targets;
  }
  return known(null);
}

async function gatherCall(signal: CallDue, world: World, config: Config): Promise<RestartFacts> {
  const call = readRestartCall(signal.call);
  if (call.what === 'look-again') return gatherStopped(call, true, world, config);
  const { plan } = call;
  const facts = { ...seen(world), plan } as const;
  if (call.what === 'not-started') {
    const evidence = evidenceOfLaunchFailure({ reason: call.why });
    const diagnosis = diagnose(evidence, config.restart.causes);
    const dice = world.clock.random();
    return { ...facts, about: 'not-started', why: call.why, diagnosis, dice };
  }
  const memory = await world.memory.restartFacts({
    taskArn: plan.failedTaskArn,
    rootTaskArn: plan.lineage.rootTaskArn,
    budgetKey: plan.budget.key,
  });
  if (call.what === 'restart') return { ...facts, about: 'due', memory };
  const { rootTaskArn, attempt, launch } = plan.lineage;
  const isNewest = memory.lineage?.attempt === attempt;
  const lastStatus = isNewest
    ? await world.ecs.statusOf(launch.cluster, startedByOf(rootTaskArn, attempt))
    : known(null);
  return { ...facts, about: 'check', memory, lastStatus };
}
