import { describe, expect, test } from '@jest/globals';
import type { ContainerDefinition } from '../../shared/core/definition.ts';
import { known, unknown } from '../../shared/core/known.ts';
import { logStreamOf } from '../../shared/restart/log-stream.ts';
import { aContainer, aContainerDefinition, aDefinition, aTask } from '../support/tasks.ts';

const streamOf = (given: Partial<ContainerDefinition>, task = aTask(), name = 'app') =>
  logStreamOf(task, known(aDefinition({ containers: [aContainerDefinition(given)] })), name);

describe("where a container's log is", () => {
  test('with a prefix: prefix/container/task', () => {
    expect(streamOf({})).toEqual(known({ group: '/ecs/report', name: 'ecs/app/root' }));
  });

  test('in the region that the log options name', () => {
    const logOptions = {
      'awslogs-group': 'g',
      'awslogs-stream-prefix': 'p',
      'awslogs-region': 'us-east-1',
    };

    expect(streamOf({ logOptions })).toMatchObject({ value: { region: 'us-east-1' } });
  });

  test('on EC2 without a prefix: the id that the runtime gave the container', () => {
    const task = aTask({ containers: [aContainer({ runtimeId: 'd0cke2' })] });

    expect(streamOf({ logOptions: { 'awslogs-group': 'g' } }, task)).toEqual(
      known({ group: 'g', name: 'd0cke2' }),
    );
  });

  test.each<[string, Partial<ContainerDefinition>, string]>([
    ['another driver', { logDriver: 'awsfirelens' }, 'app logs with awsfirelens'],
    ['no group', { logOptions: {} }, 'the log options of app name no stream'],
    [
      'neither prefix nor runtime id',
      { logOptions: { 'awslogs-group': 'g' } },
      'the log options of app name no stream',
    ],
    ['another container', { name: 'proxy' }, 'the task definition has no container app'],
  ])('is not known with %s, and why is said', (_, given, why) => {
    expect(streamOf(given)).toEqual(unknown(why));
  });

  test('is not known without a log configuration', () => {
    const { logDriver: _, ...silent } = aContainerDefinition();

    expect(logStreamOf(aTask(), known(aDefinition({ containers: [silent] })), 'app')).toEqual(
      unknown('app has no log configuration'),
    );
  });

  test('is not known where the task definition is not', () => {
    expect(logStreamOf(aTask(), unknown('denied'), 'app')).toEqual(unknown('denied'));
  });
});
