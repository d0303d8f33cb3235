import type { RetirementPlanned, ServiceTrouble } from '../core/signal.ts';
import type { Container, LaunchFailure, Task } from '../core/task.ts';
import { ownerOf } from './owner.ts';

/** What a diagnosis is made from: a task that stopped, or something else AWS reported with a name and a reason. */
export type StopEvidence = {
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers: readonly EvidenceContainer[];
  /** Who brings the task back: an ECS service, or nobody. */
  readonly owner: 'service' | 'standalone';
  readonly launchType?: string;
  /** Of things that are not a stop: a service event's `eventName`, an AWS Health `eventTypeCode`. */
  readonly eventName?: string;
};

export type EvidenceContainer = {
  readonly name: string;
  /** False when its end does not end the task. */
  readonly mayEndTask: boolean;
  readonly exitCode?: number;
  readonly reason?: string;
};

/**
 * The evidence a stopped task gives. An event does not say which containers are essential; without
 * `essentialNames` (from the task definition) every container counts as such, save those that AWS
 * injects, GuardDuty's agent for instance, which come without an image.
 */
export function evidenceOfTask(task: Task, essentialNames?: readonly string[]): StopEvidence {
  return {
    containers: task.containers.map((container) => ({
      name: container.name,
      mayEndTask: mayEndTask(container, essentialNames),
      ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
      ...(container.reason === undefined ? {} : { reason: container.reason }),
    })),
    owner: ownerOf(task).kind === 'service' ? 'service' : 'standalone',
    ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode }),
    ...(task.stoppedReason === undefined ? {} : { stoppedReason: task.stoppedReason }),
    ...(task.launchType === undefined ? {} : { launchType: task.launchType }),
  };
}

const mayEndTask = (container: Container, essentialNames?: readonly string[]): boolean =>
  essentialNames === undefined
    ? container.image !== undefined
    : essentialNames.includes(container.name);

export function evidenceOfServiceTrouble(trouble: ServiceTrouble): StopEvidence {
  return {
    containers: [],
    owner: 'service',
    eventName: trouble.eventName,
    ...(trouble.reason === undefined ? {} : { stoppedReason: placementText(trouble.reason) }),
  };
}

export function evidenceOfRetirement(retirement: RetirementPlanned): StopEvidence {
  return { containers: [], owner: 'standalone', eventName: retirement.eventTypeCode };
}

/** One entry of RunTask's `failures`: the task was never created. */
export function evidenceOfLaunchFailure(failure: LaunchFailure): StopEvidence {
  const reason = failure.reason === undefined ? '' : placementText(failure.reason);
  const text = [reason, failure.detail ?? ''].filter((part) => part !== '').join(' ');
  return {
    containers: [],
    owner: 'standalone',
    stopCode: 'TaskFailedToStart',
    ...(text === '' ? {} : { stoppedReason: text }),
  };
}

/** RunTask and service events give the bare word (`AGENT`) where a stopped task says `TaskFailedToStart: AGENT`. */
const placementText = (reason: string): string =>
  /^[A-Z][A-Z_ ]*(:[A-Z_]+)?$/.test(reason) ? `TaskFailedToStart: ${reason}` : reason;
