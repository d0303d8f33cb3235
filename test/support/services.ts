import { ruleFor } from '../../shared/config/match.ts';
import type { RestartRule } from '../../shared/config/types.ts';
import type { Service, ServiceDeployment } from '../../shared/core/definition.ts';
import { known } from '../../shared/core/known.ts';
import type { DeploymentFailed, ServiceTrouble } from '../../shared/core/signal.ts';
import type { Task } from '../../shared/core/task.ts';
import type { Sighting } from '../../shared/core/world.ts';
import { diagnose } from '../../shared/restart/diagnose.ts';
import { evidenceOfServiceTrouble, evidenceOfTask } from '../../shared/restart/evidence.ts';
import { ownerOf } from '../../shared/restart/owner.ts';
import type { Watch } from '../../shared/restart/service/calls.ts';
import type {
  Counted,
  DeploymentFailedFacts,
  Detail,
  Remedy,
  ServiceStopFacts,
  TroubleFacts,
  WatchFacts,
} from '../../shared/restart/service/facts.ts';
import { incidentOf } from '../../shared/restart/service/names.ts';
import { yml } from './config.ts';
import { aNotice } from './notices.ts';
import { now } from './restarts.ts';
import { aContext, aDefinition, aTask, clusterArn, definitionArnOf, taskArnOf } from './tasks.ts';

export const serviceArn = 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web';

const seen = { of: 'service/1', now } as const;

/** The service `web` on `web:7`, with both of its two tasks. */
export const aService = (given: Partial<Service> = {}): Service => ({
  serviceArn,
  serviceName: 'web',
  clusterArn,
  status: 'ACTIVE',
  taskDefinition: definitionArnOf('web:7'),
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  schedulingStrategy: 'REPLICA',
  deploymentController: 'ECS',
  strategy: 'ROLLING',
  circuitBreaker: false,
  deployments: [],
  tags: {},
  ...given,
});

/** A task of `web:7` that its service started; its container ended with 1. */
export const aServiceTask = (given: Parameters<typeof aTask>[0] = {}): Task =>
  aTask({
    taskArn: taskArnOf('web-3'),
    taskDefinitionArn: definitionArnOf('web:7'),
    group: 'service:web',
    startedBy: 'ecs-svc/0123456789',
    ...given,
  });

/** A successful deployment of a revision of `web`. */
export const aDeployment = (revision: number, day = revision): ServiceDeployment => ({
  serviceDeploymentArn: `arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/web/${revision}-${day}`,
  status: 'SUCCESSFUL',
  taskDefinition: definitionArnOf(`web:${revision}`),
  createdAt: `2026-03-0${day}T09:00:00.000Z`,
});

/** So many stops within the window, the newest of them `aServiceTask()`'s. */
export const sighted = (count: number): readonly Sighting[] =>
  Array.from({ length: count }, (_, index) => ({
    id: taskArnOf(index === count - 1 ? 'web-3' : `earlier-${index}`),
    at: '2026-03-03T14:01:00.000Z',
  }));

export const aDetail = (given: Partial<Detail> = {}): Detail => ({
  definition: known(aDefinition({ family: 'web', taskDefinitionArn: definitionArnOf('web:7') })),
  service: known(aService()),
  context: aContext(),
  ...given,
});

/** The service still runs `web:7`; `web:6` was deployed well before it. */
export const aRemedy = (given: Partial<Remedy> = {}): Remedy => ({
  service: known(aService()),
  deployments: known([aDeployment(6)]),
  killSwitch: null,
  ...given,
});

const ruleIn = (config: string): RestartRule =>
  ruleFor(yml(config), { cluster: 'prod', family: 'web', service: 'web' });

type StopGiven = Partial<Omit<Counted, 'rule' | 'sightings'>> & {
  readonly task?: Task;
  readonly stops?: number;
  readonly config?: string;
};

/** What gather sees when the so-manieth task of the service stops within the window. */
export function serviceStopFacts({
  task = aServiceTask(),
  stops = 1,
  config = '',
  ...given
}: StopGiven = {}): ServiceStopFacts {
  const diagnosis = diagnose(evidenceOfTask(task));
  return {
    ...seen,
    about: 'stop',
    task,
    owner: ownerOf(task),
    serviceArn,
    diagnosis,
    counted: {
      rule: ruleIn(config),
      incident: incidentOf(task, serviceArn, diagnosis),
      sightings: sighted(stops),
      tags: {},
      detail: aDetail(),
      remedy: null,
      ...given,
    },
  };
}

export const aTrouble = (given: Partial<ServiceTrouble> = {}): ServiceTrouble => ({
  kind: 'service-trouble',
  id: 'event-1',
  at: now,
  account: '123456789012',
  region: 'eu-west-1',
  serviceArn,
  clusterArn,
  eventType: 'ERROR',
  eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
  reason: 'RESOURCE:CPU',
  ...given,
});

type EventGiven = { readonly service?: TroubleFacts['service']; readonly sightings?: number };

const sightedEvents = (count: number): readonly Sighting[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index === count - 1 ? 'event-1' : `earlier-${index}`,
    at: now,
  }));

export function troubleFacts(
  trouble: Partial<ServiceTrouble> = {},
  { service = known(aService()), sightings = 1 }: EventGiven = {},
): TroubleFacts {
  const signal = aTrouble(trouble);
  const diagnosis = diagnose(evidenceOfServiceTrouble(signal));
  return {
    ...seen,
    about: 'trouble',
    signal,
    diagnosis,
    service,
    sightings: sightedEvents(sightings),
  };
}

export function deploymentFailedFacts(
  failed: Partial<DeploymentFailed> = {},
  { service = known(aService()), sightings = 1 }: EventGiven = {},
): DeploymentFailedFacts {
  const signal: DeploymentFailed = {
    kind: 'deployment-failed',
    id: 'event-1',
    at: now,
    account: '123456789012',
    region: 'eu-west-1',
    serviceArn,
    deploymentId: 'ecs-svc/0123456789',
    reason: 'ECS deployment circuit breaker: tasks failed to start.',
    ...failed,
  };
  return {
    ...seen,
    about: 'deployment-failed',
    signal,
    service,
    sightings: sightedEvents(sightings),
  };
}

/** A watch over `web` that began two minutes ago, with a window of ten. */
export const aWatch = (given: Partial<Watch> = {}): Watch => ({
  what: 'watch',
  clusterArn,
  serviceArn,
  incident: 'prod/web#web:7',
  since: '2026-03-03T14:00:05.000Z',
  windowMs: 600_000,
  subject: 'web: The application ended with an error',
  notice: aNotice({ incident: 'prod/web#web:7', about: 'prod/web#web:7' }),
  ...given,
});

export const watchFacts = (given: Partial<WatchFacts> = {}): WatchFacts => ({
  ...seen,
  about: 'watch',
  watch: aWatch(),
  service: known(aService()),
  sightings: [],
  ...given,
});
