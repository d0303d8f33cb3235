import type { ContainerDefinition, TaskDefinition } from '../../shared/core/definition.ts';
import type { Diagnosis } from '../../shared/core/diagnosis.ts';
import { known } from '../../shared/core/known.ts';
import type { Container, Launch, Task } from '../../shared/core/task.ts';
import type { Context } from '../../shared/restart/context.ts';

export const clusterArn = 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod';

export const taskArnOf = (id: string): string =>
  `arn:aws:ecs:eu-west-1:123456789012:task/prod/${id}`;

export const definitionArnOf = (reference: string): string =>
  `arn:aws:ecs:eu-west-1:123456789012:task-definition/${reference}`;

/** The container `app`, which ended with exit code 1. */
export const aContainer = (given: Partial<Container> = {}): Container => ({
  name: 'app',
  image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/report:2.4.0',
  imageDigest: `sha256:${'ab'.repeat(32)}`,
  lastStatus: 'STOPPED',
  exitCode: 1,
  ...given,
});

type TaskGiven = Partial<Task> & Pick<Container, 'exitCode' | 'reason'>;

/** A task of `report:7` that RunTask started on Fargate in `prod`: its container ended with 1 after two minutes. */
export function aTask({ exitCode, reason, ...given }: TaskGiven = {}): Task {
  const container = aContainer({
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
  });
  return {
    taskArn: taskArnOf('root'),
    clusterArn,
    taskDefinitionArn: definitionArnOf('report:7'),
    containers: [container],
    version: 6,
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    group: 'family:report',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    launchType: 'FARGATE',
    cpu: '512',
    memory: '1024',
    subnetId: 'subnet-0a',
    createdAt: '2026-03-03T13:00:00.000Z',
    startedAt: '2026-03-03T14:00:00.000Z',
    stoppedAt: '2026-03-03T14:02:00.000Z',
    ...given,
  };
}

/** Why a task stops, as AWS tells it. */
export const stops = {
  outOfMemory: {
    exitCode: 137,
    reason: 'OutOfMemoryError: Container killed due to memory usage',
  },
  spot: {
    stopCode: 'TerminationNotice',
    stoppedReason: 'Your Spot Task was interrupted.',
    capacityProviderName: 'FARGATE_SPOT',
  },
  subnetFull: {
    stopCode: 'TaskFailedToStart',
    stoppedReason:
      'Unexpected EC2 error while attempting to Create Network Interface in subnet subnet-0a: InsufficientFreeAddressesInSubnet',
    containers: [],
  },
  imageMissing: {
    stopCode: 'TaskFailedToStart',
    stoppedReason: 'CannotPullContainerError: manifest unknown',
    containers: [],
  },
  byPerson: { stopCode: 'UserInitiated', stoppedReason: 'deploying by hand' },
} as const satisfies Record<string, TaskGiven>;

export const aContainerDefinition = (
  given: Partial<ContainerDefinition> = {},
): ContainerDefinition => ({
  name: 'app',
  image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/report:2.4.0',
  essential: true,
  logDriver: 'awslogs',
  logOptions: { 'awslogs-group': '/ecs/report', 'awslogs-stream-prefix': 'ecs' },
  environment: [],
  ...given,
});

export const aDefinition = (given: Partial<TaskDefinition> = {}): TaskDefinition => ({
  taskDefinitionArn: definitionArnOf('report:7'),
  family: 'report',
  revision: 7,
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '512',
  memory: '1024',
  containers: [aContainerDefinition()],
  tags: {},
  ...given,
});

/** How `aTask()` was started: on Fargate, in two subnets. */
export const aLaunch = (given: Partial<Launch> = {}): Launch => ({
  cluster: clusterArn,
  taskDefinition: definitionArnOf('report:7'),
  launchType: 'FARGATE',
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-0a', 'subnet-0b'], securityGroups: ['sg-01'] },
  },
  ...given,
});

/** A diagnosis of class `application`, worth as many restarts as the rule allows. */
export function aDiagnosis(given: Partial<Diagnosis> = {}): Diagnosis {
  const restarts = given.restarts ?? 'bounded';
  return {
    id: 'application-error',
    cause: 'The application ended with an error',
    class: 'application',
    restartHelps: restarts !== 0,
    restarts,
    minDelayMs: 0,
    hint: 'Its last log lines say why.',
    evidence: [],
    source: 'test',
    container: 'app',
    ...given,
  };
}

export const aContext = (given: Partial<Context> = {}): Context => ({
  changes: known([]),
  ...given,
});
