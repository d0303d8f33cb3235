import { expect } from '@jest/globals';
import { day, digestsIn, runs, sweeping } from '../support/cleanups.ts';
import { fargateNetwork, hour, openScene } from '../support/scene.ts';
import type { Story } from './story.ts';

/** Old images go, and none that anybody needs. */
export const cleanups: readonly Story[] = [
  {
    name: 'a scheduled run deletes old images, keeps the one in use, and tells it once',
    async play() {
      const scene = await openScene(sweeping());
      const used = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '2' });
      scene.cloud.ecr.push({ repository: 'shop/web' });
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '3', platforms: ['linux/amd64'] });
      await runs(scene, 'web', scene.cloud.ecr.uri('shop/web', '1'));

      await scene.pass(2 * day + 2 * hour);

      expect(await digestsIn(scene)).toEqual([used]);
      expect(scene.titles()).toEqual(['🔵 Image cleanup: 4 images deleted']);
      expect(scene.shown()).toContain('It saves at most 143 MiB, at most $0.01 a month.');
      expect(scene.tally()).toMatchObject({ 'cleanupDue ecr:BatchDeleteImage': 1 });
    },
  },
  {
    name: 'whatever can start a task or a container keeps the image it would start',
    async play() {
      const scene = await openScene(sweeping());
      const { cloud, call } = scene;
      const kept = new Map<string, string>();
      const push = (use: string) => {
        kept.set(cloud.ecr.push({ repository: 'shop/web', tag: use }), use);
        return cloud.ecr.uri('shop/web', use);
      };
      const define = async (family: string) => {
        await runs(scene, family, push(family));
        // Not the newest revision of its family any more: only what refers to it protects it.
        await runs(scene, family, 'public.ecr.aws/shop/other:1');
        return `arn:aws:ecs:us-east-1:123456789012:task-definition/${family}:1`;
      };
      const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/prod';
      const RoleArn = 'arn:aws:iam::123456789012:role/launcher';
      const gone = cloud.ecr.push({ repository: 'shop/web', tag: 'nobody' });
      await runs(scene, 'newest', push('newest'));
      await scene.runTask({ taskDefinition: await define('task') });
      await call('ecs', 'CreateService', {
        cluster: 'prod',
        serviceName: 'asleep',
        taskDefinition: await define('service'),
        desiredCount: 0,
        launchType: 'FARGATE',
        networkConfiguration: fargateNetwork,
      });
      await call('events', 'PutRule', {
        Name: 'off',
        ScheduleExpression: 'rate(30 days)',
        State: 'DISABLED',
      });
      const ofRule = { TaskDefinitionArn: await define('rule') };
      const Targets = [{ Id: '1', Arn: cluster, RoleArn, EcsParameters: ofRule }];
      await call('events', 'PutTargets', { Rule: 'off', Targets });
      const once = {
        ScheduleExpression: 'at(2027-01-01T00:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
      };
      const ofSchedule = { TaskDefinitionArn: await define('schedule') };
      await call('scheduler', 'CreateSchedule', {
        ...once,
        Name: 'yearly',
        Target: { Arn: cluster, RoleArn, EcsParameters: ofSchedule },
      });
      await call('scheduler', 'CreateSchedule', {
        ...once,
        Name: 'universal',
        Target: {
          Arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask',
          RoleArn,
          Input: JSON.stringify({ Cluster: 'prod', TaskDefinition: await define('universal') }),
        },
      });
      const states = (TaskDefinition: string) =>
        JSON.stringify({
          StartAt: 'Run',
          States: {
            Run: {
              Type: 'Task',
              Resource: 'arn:aws:states:::ecs:runTask.sync',
              Parameters: { TaskDefinition },
              End: true,
            },
          },
        });
      const { stateMachineArn } = await call('states', 'CreateStateMachine', {
        name: 'flow',
        definition: states(await define('published')),
      });
      await call('states', 'PublishStateMachineVersion', { stateMachineArn });
      const definition = states(await define('current'));
      await call('states', 'UpdateStateMachine', { stateMachineArn, definition });
      await call('batch', 'RegisterJobDefinition', {
        jobDefinitionName: 'active',
        containerProperties: { image: push('job-definition') },
      });
      await call('batch', 'CreateJobQueue', { jobQueueName: 'queue' });
      await call('batch', 'RegisterJobDefinition', {
        jobDefinitionName: 'old',
        containerProperties: { image: push('job') },
      });
      await call('batch', 'SubmitJob', { jobName: 'j', jobQueue: 'queue', jobDefinition: 'old' });
      await call('batch', 'DeregisterJobDefinition', { jobDefinition: 'old:1' });
      await call('lambda', 'CreateFunction', {
        FunctionName: 'resize',
        PackageType: 'Image',
        Code: { ImageUri: push('function') },
      });
      const { daemonTaskDefinitionArn } = await call('ecs', 'RegisterDaemonTaskDefinition', {
        family: 'agent',
        containerDefinitions: [{ name: 'agent', image: push('daemon') }],
      });
      await call('ecs', 'CreateDaemon', {
        daemonName: 'agent',
        clusterArn: cluster,
        daemonTaskDefinitionArn,
      });

      await scene.pass(2 * day + 2 * hour);

      const left = await digestsIn(scene);
      const lost = [...kept].filter(([digest]) => !left.includes(digest)).map(([, use]) => use);
      expect(lost).toEqual([]);
      expect(left).not.toContain(gone);
      expect(left).toHaveLength(kept.size);
    },
  },
  {
    name: 'a digest that a service pins stays though its tag has moved and no task runs',
    async play() {
      const scene = await openScene(sweeping());
      const { cloud, call } = scene;
      const pinned = cloud.ecr.push({ repository: 'shop/web', tag: 'latest' });
      await runs(scene, 'web', cloud.ecr.uri('shop/web', 'latest'));
      const ofService = { cluster: 'prod', taskDefinition: 'web', desiredCount: 1 };
      await call('ecs', 'CreateService', {
        ...ofService,
        serviceName: 'web',
        launchType: 'FARGATE',
        networkConfiguration: fargateNetwork,
      });
      await scene.pass(hour);
      await call('ecs', 'UpdateService', { cluster: 'prod', service: 'web', desiredCount: 0 });
      const moved = cloud.ecr.push({ repository: 'shop/web', tag: 'latest' });
      cloud.ecr.push({ repository: 'shop/web', tag: 'nobody' });

      await scene.pass(3 * day);

      expect(await digestsIn(scene)).toEqual([pinned, moved]);
    },
  },
  {
    name: 'a source that may not be looked at holds every repository, and people are told which',
    async play() {
      const scene = await openScene(sweeping());
      const old = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      scene.cloud.faults.sometimes({ service: 'states', kind: 'deny', probability: 1 });

      await scene.pass(2 * day + 2 * hour);

      expect(await digestsIn(scene)).toEqual([old]);
      expect(scene.titles()).toContain('🟡 Image cleanup: 1 repository held');
      expect(scene.shown()).toContain('states:ListStateMachines');
      expect(scene.tally()).not.toHaveProperty('cleanupDue ecr:BatchDeleteImage');
    },
  },
  {
    name: 'whichever source is denied, throttled or broken: nothing goes, and its permission is named',
    async play() {
      const sources = [
        ['ecs', 'ListTasks', 'ecs:ListTasks'],
        ['ecs', 'ListServices', 'ecs:DescribeServices'],
        ['ecs', 'ListDaemons', 'ecs:ListDaemons'],
        ['ecs', 'ListTaskDefinitions', 'ecs:ListTaskDefinitions'],
        ['events', 'ListRules', 'events:ListRules'],
        ['scheduler', 'ListSchedules', 'scheduler:ListSchedules'],
        ['states', 'ListStateMachines', 'states:ListStateMachines'],
        ['batch', 'DescribeJobDefinitions', 'batch:DescribeJobDefinitions'],
        ['batch', 'DescribeJobQueues', 'batch:ListJobs'],
        ['lambda', 'ListFunctions', 'lambda:ListFunctions'],
      ] as const;
      const kinds = ['deny', 'throttle', 'server-error'] as const;
      const scene = await openScene(sweeping());
      const old = scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      await scene.pass(day - hour);

      for (const [index, [service, action, named]] of sources.entries()) {
        const kind = kinds[index % kinds.length] ?? 'deny';
        scene.cloud.faults.sometimes({
          ...{ principal: 'cleanupDue', service, action, kind, probability: 1 },
        });
        await scene.pass(day);
        scene.cloud.faults.clear();

        expect([named, await digestsIn(scene)]).toEqual([named, [old]]);
        expect(scene.shown()).toContain(named);
      }
      await scene.pass(day);

      expect(await digestsIn(scene)).toEqual([]);
    },
  },
  {
    name: 'a rule of the archive moves old images there, where nothing is lost',
    async play() {
      const scene = await openScene(
        sweeping(`
    - match: { repository: archive/* }
      lifecyclePolicy:
        rules:
          - rulePriority: 1
            selection: { tagStatus: any, countType: sinceImagePushed, countUnit: days, countNumber: 1 }
            action: { type: transition, targetStorageClass: archive }
      caps: { keepAtLeast: 0, maxPercent: 100 }
`),
      );
      const old = scene.cloud.ecr.push({ repository: 'archive/web', tag: '1' });

      await scene.pass(3 * day);

      expect(await digestsIn(scene, 'archive/web')).toEqual([]);
      const filter = { imageStatus: 'ARCHIVED' };
      const archived = await scene.call('ecr', 'DescribeImages', {
        repositoryName: 'archive/web',
        filter,
      });
      expect(archived.imageDetails).toMatchObject([{ imageDigest: old }]);
    },
  },
];
