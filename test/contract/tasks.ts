import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { expect } from '@jest/globals';
import type { RunTask } from '../../shared/core/decision.ts';
import { aLineage } from '../support/restarts.ts';
import type { Clause } from './contract.ts';
import { type Place, settings } from './place.ts';

/** Clusters, task definitions, tasks and services. */
export function aboutTasks(clause: Clause): void {
  const ecs = () => new ECSClient(settings);

  async function cluster(clusterName: string): Promise<string> {
    const created = await ecs().send(new CreateClusterCommand({ clusterName }));
    return created.cluster?.clusterArn ?? '';
  }

  async function register(family: string): Promise<string> {
    const { taskDefinition } = await ecs().send(
      new RegisterTaskDefinitionCommand({
        family,
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        tags: [{ key: 'deckhand:restart', value: '2' }],
        containerDefinitions: [
          // moto takes no task whose containers say nothing of their size.
          {
            name: 'app',
            image: 'public.ecr.aws/shop/report:1',
            essential: true,
            cpu: 256,
            memory: 512,
          },
        ],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  const aRun = (
    { network }: Place,
    clusterArn: string,
    taskDefinition: string,
    clientToken: string,
  ): RunTask => ({
    do: 'run-task',
    launch: {
      ...{ cluster: clusterArn, taskDefinition, launchType: 'FARGATE' },
      networkConfiguration: { awsvpcConfiguration: network },
    },
    startedBy: `deckhand/${clientToken}`,
    clientToken,
    lineage: aLineage(),
    budget: { key: 'any', restarts: 1, windowMs: 1 },
    ifFailed: { id: 'failed', playbook: 'restart', about: { what: 'failed' } },
  });

  clause('a task definition is described with its tags', async ({ world }) => {
    const arn = await register('tagged');

    expect(await world.ecs.describeTaskDefinition('tagged')).toMatchObject({
      known: true,
      value: {
        taskDefinitionArn: arn,
        revision: 1,
        tags: { 'deckhand:restart': '2' },
        containers: [{ name: 'app', image: 'public.ecr.aws/shop/report:1', essential: true }],
      },
    });
  });

  clause('a task definition that does not exist is known to be none', async ({ world }) => {
    expect(await world.ecs.describeTaskDefinition('nobody:7')).toEqual({
      known: true,
      value: null,
    });
  });

  clause('a task that was started is found by who started it', async (place) => {
    const { world } = place;
    const [clusterArn, definition] = [await cluster('found'), await register('found')];

    const ran = await world.ecs.runTask(aRun(place, clusterArn, definition, 'found'));

    expect(ran).toEqual({ started: expect.stringContaining(':task/found/') });
    expect(await world.ecs.statusOf(clusterArn, 'deckhand/found')).toMatchObject({
      known: true,
      value: expect.stringMatching(/PROVISIONING|PENDING|ACTIVATING|RUNNING/),
    });
    expect(await world.ecs.statusOf(clusterArn, 'deckhand/nobody')).toEqual({
      known: true,
      value: null,
    });
  });

  clause(
    'the same client token starts no second task',
    async (place) => {
      const { world } = place;
      const [clusterArn, definition] = [await cluster('once'), await register('once')];
      const run = aRun(place, clusterArn, definition, 'once');

      const first = await world.ecs.runTask(run);
      const second = await world.ecs.runTask(run);

      const { taskArns } = await ecs().send(new ListTasksCommand({ cluster: clusterArn }));
      expect(second).toEqual(first);
      expect(taskArns).toHaveLength(1);
    },
    ['MiniStack', 'moto'],
  );

  clause('a launch that can never be is refused, and not tried again', async (place) => {
    const { world } = place;
    const clusterArn = await cluster('refused');

    expect(await world.ecs.runTask(aRun(place, clusterArn, 'nobody:7', 'refused'))).toEqual({
      refused: expect.any(String),
    });
  });

  clause('a service is described and updated', async ({ world, network }) => {
    const [clusterArn, definition] = [await cluster('serving'), await register('serving')];
    const { service } = await ecs().send(
      new CreateServiceCommand({
        cluster: clusterArn,
        serviceName: 'web',
        taskDefinition: definition,
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: network },
      }),
    );
    const serviceArn = service?.serviceArn ?? '';

    await world.ecs.updateService({ clusterArn, serviceArn, desiredCount: 0 });

    expect(await world.ecs.describeService(clusterArn, serviceArn)).toMatchObject({
      known: true,
      value: { serviceArn, desiredCount: 0, taskDefinition: definition },
    });
  });

  clause('a service that does not exist is known to be none', async ({ world }) => {
    const clusterArn = await cluster('empty');
    const serviceArn = `${clusterArn.replace(':cluster/', ':service/')}/web`;

    expect(await world.ecs.describeService(clusterArn, serviceArn)).toEqual({
      known: true,
      value: null,
    });
  });
}
