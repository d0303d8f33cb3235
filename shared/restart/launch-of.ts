import type { LaunchConfig } from '../config/types.ts';
import { familyAndRevision } from '../core/arn.ts';
import type { TaskDefinition } from '../core/definition.ts';
import { type Known, known, unknown } from '../core/known.ts';
import type { Launch, Task } from '../core/task.ts';

/** Where the knowledge of a launch comes from, best first. */
export type LaunchSource =
  | 'lineage'
  | 'run-task'
  | 'rule'
  | 'schedule'
  | 'config'
  | 'event'
  | 'assumed';

/** How a task was launched, and how we know. `notYet`: CloudTrail may still tell. */
export type Launched =
  | { readonly known: true; readonly source: LaunchSource; readonly launch: Launch }
  | { readonly known: false; readonly why: string; readonly notYet: boolean };

/** What each place that may know the launch said; `null` is a place that knows nothing of it. */
export type LaunchEvidence = {
  readonly lineage: Launch | null;
  readonly remembered: Launch | null;
  readonly launcher: Known<Launch | null>;
  readonly launcherKind: 'rule' | 'schedule' | null;
  readonly config: LaunchConfig | null;
  readonly definition: Known<TaskDefinition | null>;
};

/**
 * When to ask whether CloudTrail has told, after the task was created: most calls are told of within minutes, all
 * within about a quarter of an hour. Source: AWS CloudTrail user guide.
 */
const trailDelaysMs = [2, 5, 15].map((minutes) => minutes * 60_000);
const longestTrailDelayMs = Math.max(...trailDelaysMs);
/** What tells just now may be written a moment later. */
const graceMs = 5_000;

/**
 * How to launch the task again. What was remembered from RunTask comes first, then the rule's or schedule's own
 * target, then the configuration. A task without a network interface of its own can be launched from what its event
 * tells; one with (awsvpc, all of Fargate) cannot: the event has no security groups, and they are not guessed.
 */
export function launchOf(task: Task, evidence: LaunchEvidence, now: string): Launched {
  if (evidence.lineage) return found('lineage', task, evidence.lineage);
  if (evidence.remembered) return found('run-task', task, evidence.remembered);
  const { launcher, launcherKind } = evidence;
  if (launcherKind && launcher.known && launcher.value) {
    return found(launcherKind, task, launcher.value);
  }
  const ownInterface = needsNetworkConfiguration(task, evidence.definition);
  const hasOne = ownInterface.known && ownInterface.value;
  if (evidence.config && (evidence.config.subnets || !hasOne)) {
    return found('config', task, fromConfig(task, evidence.config, ownInterface));
  }
  const notYet = mayStillBeTold(task, now);
  if (!ownInterface.known) return { known: false, why: ownInterface.why, notYet };
  if (!hasOne) return found('event', task, fromEvent(task));
  return { known: false, why: whyUnknown(evidence), notYet };
}

/** The launch of this very task: its revision and overrides, whatever the launcher points at by now. */
function found(source: LaunchSource, task: Task, launch: Launch): Launched {
  const overrides = task.overrides ?? launch.overrides;
  return {
    known: true,
    source,
    launch: {
      ...launch,
      cluster: task.clusterArn,
      taskDefinition: task.taskDefinitionArn,
      ...(overrides ? { overrides } : {}),
      ...groupOf(task),
      ...(task.enableExecuteCommand === undefined
        ? {}
        : { enableExecuteCommand: task.enableExecuteCommand }),
    },
  };
}

/** RunTask refuses groups that begin with `family:` or `service:`, and makes the former by itself. */
function groupOf(task: Task): { group?: string } {
  const { group } = task;
  return !group || /^(family|service):/.test(group) ? {} : { group };
}

const capacityOf = (task: Task): Pick<Launch, 'launchType' | 'capacityProviderStrategy'> =>
  task.capacityProviderName
    ? { capacityProviderStrategy: [{ capacityProvider: task.capacityProviderName, weight: 1 }] }
    : task.launchType
      ? { launchType: task.launchType }
      : {};

const fromEvent = (task: Task): Launch => ({
  cluster: task.clusterArn,
  taskDefinition: task.taskDefinitionArn,
  ...capacityOf(task),
});

/** RunTask refuses subnets for tasks without a network interface of their own. */
function fromConfig(task: Task, config: LaunchConfig, ownInterface: Known<boolean>): Launch {
  const { subnets, securityGroups, assignPublicIp, ...rest } = config;
  const isShared = ownInterface.known && !ownInterface.value;
  const network = !isShared &&
    subnets && {
      awsvpcConfiguration: {
        subnets,
        ...(securityGroups ? { securityGroups } : {}),
        ...(assignPublicIp ? { assignPublicIp } : {}),
      },
    };
  const saysCapacity = rest.launchType !== undefined || rest.capacityProviderStrategy !== undefined;
  return {
    cluster: task.clusterArn,
    taskDefinition: task.taskDefinitionArn,
    ...(saysCapacity ? {} : capacityOf(task)),
    ...rest,
    ...(network ? { networkConfiguration: network } : {}),
  };
}

function needsNetworkConfiguration(
  task: Task,
  definition: Known<TaskDefinition | null>,
): Known<boolean> {
  if (task.launchType === 'FARGATE' || task.subnetId !== undefined) return known(true);
  if (!definition.known) return unknown(`its network mode is not known: ${definition.why}`);
  if (!definition.value) return unknown('its task definition does not exist any more');
  return known(definition.value.networkMode === 'awsvpc');
}

function whyUnknown({ launcher, launcherKind, config }: LaunchEvidence): string {
  if (launcherKind && !launcher.known)
    return `the ${launcherKind} could not be read: ${launcher.why}`;
  const launcherSays = launcherKind ? `, the ${launcherKind} has no matching ECS target` : '';
  const configSays = config
    ? 'the "launch" of its restart rule has no subnets'
    : 'no restart rule has a "launch" for it';
  return `its RunTask call is not remembered${launcherSays}, and ${configSays}; the event names no security groups`;
}

const mayStillBeTold = ({ createdAt }: Task, now: string): boolean =>
  createdAt !== undefined && Date.parse(now) - Date.parse(createdAt) < longestTrailDelayMs;

/** When to look again for a launch that CloudTrail may still tell: in two, five and fifteen minutes of its creation. */
export function launchToldBy({ createdAt }: Task, now: string): string {
  const created = Date.parse(createdAt ?? now);
  const next = trailDelaysMs.find((delay) => created + delay > Date.parse(now) + graceMs);
  return new Date(created + (next ?? longestTrailDelayMs + graceMs)).toISOString();
}

/** The one launch among a launcher's targets that runs the task's family on its cluster. */
export function matchingTarget(task: Task, targets: readonly Launch[]): Known<Launch | null> {
  const { family } = familyAndRevision(task.taskDefinitionArn);
  const matching = targets.filter(
    ({ taskDefinition, cluster }) =>
      familyAndRevision(taskDefinition).family === family && cluster === task.clusterArn,
  );
  if (matching.length > 1) {
    return unknown(
      `${matching.length} of its targets run ${family}, and nothing tells which one did`,
    );
  }
  return known(matching[0] ?? null);
}
