import { day, runs } from '../cleanups.ts';
import { ends, fargateNetwork, hour, minute, type Scene } from '../scene.ts';
import { cluster, define, moveTag, type Use } from './use.ts';

const onFargate = { launchType: 'FARGATE', networkConfiguration: fargateNetwork };

const serve = (scene: Scene, input: { readonly [field: string]: unknown }) =>
  scene.call('ecs', 'CreateService', {
    cluster: 'prod',
    serviceName: 'web',
    ...onFargate,
    ...input,
  });

/** So long before the run that deletes. */
const until = (scene: Scene, beforeMs: number) => scene.pass(day - beforeMs);

/** Tasks, services, what they have been and may be again, and daemons. */
export const usesByEcs: readonly Use[] = [
  [
    'a task that runs, by the digest it pulled, though its tag has moved',
    /^in use: running task prod\/[0-9a-f]{32}/,
    async (scene, image) => {
      await scene.runTask({ taskDefinition: await define(scene, 'web', image) });
      await scene.pass(10 * minute);
      moveTag(scene);
    },
  ],
  [
    'a task that is about to run, and has pulled nothing yet',
    /^in use: running task prod\//,
    async (scene, image) => {
      const taskDefinition = await define(scene, 'web', image);
      await until(scene, 2_000);
      await scene.runTask({ taskDefinition });
    },
  ],
  [
    'a task that stopped within the hour, which may be in a crash loop',
    /^in use: stopped task prod\//,
    async (scene, image) => {
      const taskDefinition = await define(scene, 'web', image);
      scene.play('web', ends(0, minute));
      await until(scene, 30 * minute);
      await scene.runTask({ taskDefinition });
    },
  ],
  [
    'a service that wants no task',
    /^in use: (deployment .+ of )?service prod\/web/,
    async (scene, image) =>
      serve(scene, { taskDefinition: await define(scene, 'web', image), desiredCount: 0 }),
  ],
  [
    'a service by the digest that its revision pins, though the tag has moved and nothing runs',
    /service prod\/web revision \d+ pins this digest/,
    async (scene, image) => {
      await serve(scene, { taskDefinition: await define(scene, 'web', image), desiredCount: 1 });
      await scene.pass(hour);
      await scene.call('ecs', 'UpdateService', {
        cluster: 'prod',
        service: 'web',
        desiredCount: 0,
      });
      moveTag(scene);
    },
  ],
  [
    'a task set of a service that somebody else deploys',
    /task set .+ of service prod\/web/,
    async (scene, image) => {
      const taskDefinition = await define(scene, 'web', image);
      const deploymentController = { type: 'EXTERNAL' };
      await serve(scene, { taskDefinition: 'web:2', desiredCount: 0, deploymentController });
      const ofSet = { cluster: 'prod', service: 'web', taskDefinition };
      await scene.call('ecs', 'CreateTaskSet', ofSet);
    },
  ],
  [
    'the revision that a rollback of a service goes back to',
    /service prod\/web revision \d+ would be gone back to/,
    async (scene, image) => {
      await serve(scene, { taskDefinition: await define(scene, 'web', image), desiredCount: 1 });
      await scene.pass(hour);
      const ofService = { cluster: 'prod', service: 'web', taskDefinition: 'web:2' };
      await scene.call('ecs', 'UpdateService', ofService);
    },
  ],
  [
    'the newest revision of a task definition',
    /^in use: task definition web:1/,
    (scene, image) => runs(scene, 'web', image),
  ],
  [
    'a revision that is INACTIVE, and a service still refers to',
    /service prod\/web/,
    async (scene, image) => {
      const taskDefinition = await define(scene, 'web', image);
      await serve(scene, { taskDefinition, desiredCount: 0 });
      await scene.call('ecs', 'DeregisterTaskDefinition', { taskDefinition });
    },
  ],
  [
    'a managed daemon',
    /^in use: daemon agent revision /,
    async ({ call }, image) => {
      const { daemonTaskDefinitionArn } = await call('ecs', 'RegisterDaemonTaskDefinition', {
        ...{ family: 'agent', containerDefinitions: [{ name: 'agent', image }] },
      });
      const daemon = { daemonName: 'agent', clusterArn: cluster, daemonTaskDefinitionArn };
      await call('ecs', 'CreateDaemon', daemon);
    },
  ],
];
