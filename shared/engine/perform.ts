import { formatDuration } from '../config/duration.ts';
import { nameOfArn } from '../core/arn.ts';
import type { Action, CallLater, Notify, RunTask, UpdateService } from '../core/decision.ts';
import { sourcesOf } from '../notify/inhibit.ts';
import { addressed, routesFor } from '../notify/route.ts';
import { deleteImages, keepLedger } from './perform/delete-images.ts';
import { deployedMeanwhile } from './perform/deployed-meanwhile.ts';
import { type Circumstances, type Done, done, killed, refused } from './perform/done.ts';
import { inRollout } from './perform/in-rollout.ts';
import { keepWatches } from './perform/keep-watches.ts';
import { isOfRollout, performRollout } from './perform/rollout.ts';
import type { Setting } from './setting.ts';

/** The only place with effects. Every action may be performed twice with the effect of once. */
export async function perform(
  action: Action,
  circumstances: Circumstances,
  setting: Setting,
): Promise<Done> {
  if (isOfRollout(action)) return performRollout(action, circumstances, setting);
  const { world } = setting;
  switch (action.do) {
    case 'run-task':
      return runTask(action, circumstances, setting);
    case 'update-service':
      return updateService(action, circumstances, setting);
    case 'call-later':
      return callLater(action, circumstances, setting);
    case 'remember-launch':
      await world.memory.rememberLaunch(action.taskArns, action.launch);
      return done(`remembered how ${action.taskArns.length} task(s) were launched`);
    case 'delete-images':
      return deleteImages(action, circumstances, setting);
    case 'keep-ledger':
      return keepLedger(action, circumstances, setting);
    case 'keep-watches':
      return keepWatches(action, setting);
    case 'keep-event':
      await world.deadLetters.keep({ event: action.event, why: action.why });
      return done('kept the event in the failed-events queue');
    case 'notify':
      return notify(action, circumstances, setting);
  }
}

async function runTask(
  action: RunTask,
  { id, resumed }: Circumstances,
  { world }: Setting,
): Promise<Done> {
  const stopped = resumed ? await world.memory.killSwitch() : null;
  if (stopped) return refused(killed(stopped));
  const { granted, used } = await world.memory.spend(action.budget, id);
  if (!granted) {
    const window = formatDuration(action.budget.windowMs);
    return refused(
      `the budget is used up: ${used} of ${action.budget.restarts} restarts in ${window}`,
    );
  }
  // Before the task: it may end before we come to write anything down, and its end has to find its lineage.
  await world.memory.rememberLineage(action.lineage);
  const result = await world.ecs.runTask(action);
  if ('conflict' in result) return done('this attempt was already started by an earlier decision');
  if ('started' in result) return done(`started task ${nameOfArn(result.started)}`);
  const why = 'refused' in result ? result.refused : whyFailed(result.failures);
  const call = { ...action.ifFailed, about: { ...action.ifFailed.about, why } };
  await world.later.call(call, world.clock.now().toISOString());
  return { status: 'failed', what: `RunTask started nothing: ${why}`, goesOn: true };
}

const whyFailed = (failures: readonly { reason?: string; detail?: string }[]): string =>
  failures
    .map(({ reason, detail }) => [reason, detail].filter(Boolean).join(', '))
    .filter(Boolean)
    .join('; ') || 'no reason given';

async function callLater(
  { call, at, ifDone, queue }: CallLater,
  { outcomes }: Circumstances,
  { world }: Setting,
): Promise<Done> {
  const isDone = outcomes.every(({ status }) => status === 'done');
  if (ifDone && !isDone) return refused('nothing to look at again');
  await world.later.call(call, at, queue);
  return done(`will look again at ${at}`);
}

async function updateService(
  { clusterArn, serviceArn, taskDefinition, desiredCount, before }: UpdateService,
  { resumed }: Circumstances,
  { world }: Setting,
): Promise<Done> {
  const stopped = resumed ? await world.memory.killSwitch() : null;
  if (stopped) return refused(killed(stopped));
  const expected = [
    before.taskDefinition,
    ...(taskDefinition === undefined ? [] : [taskDefinition]),
  ];
  const service = { clusterArn, serviceArn };
  const why = resumed ? await deployedMeanwhile(service, expected, world) : null;
  if (why) return refused(why);
  await world.ecs.updateService({
    clusterArn,
    serviceArn,
    ...(taskDefinition === undefined ? {} : { taskDefinition }),
    ...(desiredCount === undefined ? {} : { desiredCount }),
  });
  const changes = [
    taskDefinition === undefined ? [] : `task definition ${nameOfArn(taskDefinition)}`,
    desiredCount === undefined ? [] : `desired count ${desiredCount}`,
  ].flat();
  return done(`updated service ${nameOfArn(serviceArn)}: ${changes.join(', ')}`);
}

async function notify(
  action: Notify,
  { id, outcomes }: Circumstances,
  setting: Setting,
): Promise<Done> {
  const { world, config } = setting;
  // Else people would be alarmed of what is tried again a moment later.
  if (outcomes.some(({ goesOn }) => goesOn)) return refused('told with what comes next');
  const asPlanned = outcomes.every(({ status }) => status === 'done');
  const chosen = asPlanned ? action.notice : (action.otherwise ?? action.notice);
  const notice = addressed({ ...chosen, id, outcomes }, config.notify);
  // Before anybody is told, so that what it inhibits is quiet from the first.
  for (const { group, source } of sourcesOf(notice, config.notify)) {
    await world.memory.rememberSource(group, source);
  }
  const told = new Set<string>();
  for (const one of await inRollout(notice, setting)) {
    for (const { receiver, incident } of routesFor(one, config.notify)) {
      await world.notices.send(receiver.name, { ...one, incident });
      told.add(receiver.name);
    }
  }
  return done(`told ${[...told].join(', ')}`);
}
