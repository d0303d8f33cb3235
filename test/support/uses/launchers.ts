import { runs } from '../cleanups.ts';
import type { Scene } from '../scene.ts';
import { arnOf, cluster, define, moveTag, RoleArn, type Use } from './use.ts';

const rule = async ({ call }: Scene, TaskDefinitionArn: string) => {
  const ScheduleExpression = 'rate(30 days)';
  await call('events', 'PutRule', { Name: 'monthly', ScheduleExpression, State: 'DISABLED' });
  const target = { Id: '1', Arn: cluster, RoleArn, EcsParameters: { TaskDefinitionArn } };
  await call('events', 'PutTargets', { Rule: 'monthly', Targets: [target] });
};

export const schedule = ({ call }: Scene, Target: { readonly [field: string]: unknown }) =>
  call('scheduler', 'CreateSchedule', {
    ...{ Name: 'yearly', ScheduleExpression: 'at(2027-01-01T00:00:00)', State: 'DISABLED' },
    ...{ FlexibleTimeWindow: { Mode: 'OFF' }, Target: { RoleArn, ...Target } },
  });

export const runTask = (
  TaskDefinition: string,
  Resource = 'arn:aws:states:::ecs:runTask.sync',
) => ({
  ...{ Type: 'Task', Resource, Parameters: { TaskDefinition }, End: true },
});

export const machine = async ({ call }: Scene, Run: unknown) => {
  const definition = JSON.stringify({ StartAt: 'Run', States: { Run } });
  const { stateMachineArn } = await call('states', 'CreateStateMachine', { name: 'm', definition });
  return { stateMachineArn };
};

const job = ({ call }: Scene, properties: { readonly [field: string]: unknown }) =>
  call('batch', 'RegisterJobDefinition', { jobDefinitionName: 'nightly', ...properties });

/** What starts tasks, jobs and containers from outside of ECS. */
export const usesByLaunchers: readonly Use[] = [
  [
    'a rule of EventBridge that is disabled',
    /^in use: rule default\/monthly/,
    async (scene, image) => rule(scene, await define(scene, 'web', image)),
  ],
  [
    'a rule of EventBridge that names a family, which stands for its newest revision',
    /^in use: .*rule default\/monthly/,
    async (scene, image) => {
      await runs(scene, 'web', image);
      await rule(scene, arnOf('web'));
    },
  ],
  [
    'a schedule that is disabled',
    /^in use: schedule default\/yearly/,
    async (scene, image) => {
      const EcsParameters = { TaskDefinitionArn: await define(scene, 'web', image) };
      await schedule(scene, { Arn: cluster, EcsParameters });
    },
  ],
  [
    'a schedule that makes a RunTask request of its own',
    /^in use: schedule default\/yearly/,
    async (scene, image) => {
      const TaskDefinition = await define(scene, 'web', image);
      const Input = JSON.stringify({ Cluster: 'prod', TaskDefinition });
      await schedule(scene, { Arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask', Input });
    },
  ],
  [
    'a state machine, however deep the state is nested',
    /^in use: state machine m$/,
    async (scene, image) => {
      const States = { Inner: runTask(await define(scene, 'web', image)) };
      const Iterator = { StartAt: 'Inner', States };
      await machine(scene, { Type: 'Map', Iterator, End: true });
    },
  ],
  [
    'a state machine that asks the SDK',
    /^in use: state machine m$/,
    async (scene, image) => {
      const sdk = 'arn:aws:states:::aws-sdk:ecs:runTask';
      await machine(scene, runTask(await define(scene, 'web', image), sdk));
    },
  ],
  [
    'a version of a state machine that was published, though the machine has moved on',
    /^in use: state machine m version 1/,
    async (scene, image) => {
      const made = await machine(scene, runTask(await define(scene, 'web', image)));
      await scene.call('states', 'PublishStateMachineVersion', made);
      const definition = JSON.stringify({ StartAt: 'Run', States: { Run: { Type: 'Succeed' } } });
      await scene.call('states', 'UpdateStateMachine', { ...made, definition });
    },
  ],
  ...(
    [
      ['a container', (image: string) => ({ containerProperties: { image } })],
      [
        'a task of ECS',
        (image: string) => ({ ecsProperties: { taskProperties: [{ containers: [{ image }] }] } }),
      ],
      [
        'a pod of EKS',
        (image: string) => ({ eksProperties: { podProperties: { containers: [{ image }] } } }),
      ],
      [
        'several nodes',
        (image: string) => ({
          nodeProperties: { nodeRangeProperties: [{ container: { image } }] },
        }),
      ],
    ] as const
  ).map(
    ([kind, properties]): Use => [
      `a job definition of AWS Batch for ${kind}`,
      /^in use: job definition nightly:1/,
      (scene, image) => job(scene, properties(image)),
    ],
  ),
  [
    'a job that is queued, though its definition has been deregistered',
    /^in use: job import /,
    async (scene, image) => {
      await job(scene, { containerProperties: { image } });
      await scene.call('batch', 'CreateJobQueue', { jobQueueName: 'queue' });
      const submitted = { jobName: 'import', jobQueue: 'queue', jobDefinition: 'nightly' };
      await scene.call('batch', 'SubmitJob', submitted);
      await scene.call('batch', 'DeregisterJobDefinition', { jobDefinition: 'nightly:1' });
    },
  ],
  [
    'a function by the digest that Lambda resolved, though the tag has moved',
    /^in use: function resize:\$LATEST/,
    async (scene, ImageUri) => {
      const resize = { FunctionName: 'resize', PackageType: 'Image', Code: { ImageUri } };
      await scene.call('lambda', 'CreateFunction', resize);
      moveTag(scene);
    },
  ],
  [
    'a version of a function that was published, though the function has moved on',
    /^in use: function resize:1/,
    async (scene, ImageUri) => {
      const FunctionName = 'resize';
      const resize = { FunctionName, PackageType: 'Image', Code: { ImageUri } };
      await scene.call('lambda', 'CreateFunction', resize);
      await scene.call('lambda', 'PublishVersion', { FunctionName });
      const other = scene.cloud.ecr.push({ repository: 'other', tag: '1' });
      const now = { FunctionName, ImageUri: scene.cloud.ecr.uri('other', other) };
      await scene.call('lambda', 'UpdateFunctionCode', now);
    },
  ],
];
