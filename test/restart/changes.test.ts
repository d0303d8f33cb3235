import { describe, expect, test } from '@jest/globals';
import type { ContainerDefinition, TaskDefinition } from '../../shared/core/definition.ts';
import { changesBetween } from '../../shared/restart/changes.ts';
import { aContainerDefinition, aDefinition } from '../support/tasks.ts';

const withContainer = (given: Partial<ContainerDefinition>): TaskDefinition =>
  aDefinition({ containers: [aContainerDefinition(given)] });

describe('what a revision changed', () => {
  test('is nothing where nothing is different', () => {
    expect(changesBetween(aDefinition(), aDefinition({ revision: 8 }))).toEqual([]);
  });

  test.each<[Partial<TaskDefinition>, string]>([
    [{ cpu: '1024' }, 'cpu 512 -> 1024'],
    [{ memory: '2048' }, 'memory 1024 -> 2048'],
    [{ networkMode: 'bridge' }, 'network mode awsvpc -> bridge'],
    [{ taskRoleArn: 'role/a' }, 'task role unset -> role/a'],
    [{ executionRoleArn: 'role/b' }, 'execution role unset -> role/b'],
  ])('of the task: %j', (given, expected) => {
    expect(changesBetween(aDefinition(), aDefinition(given))).toEqual([expected]);
  });

  test.each<[Partial<ContainerDefinition>, string]>([
    [{ image: 'report:3' }, 'app: image report:2 -> report:3'],
    [{ memory: 512 }, 'app: memory limit unset -> 512'],
    [{ memoryReservation: 256 }, 'app: memory reservation unset -> 256'],
    [{ command: ['run', 'all'] }, 'app: command unset -> run all'],
    [{ entryPoint: ['/init'] }, 'app: entry point unset -> /init'],
  ])('of a container: %j', (given, expected) => {
    const before = withContainer({ image: 'report:2' });
    const after = withContainer({ image: 'report:2', ...given });

    expect(changesBetween(before, after)).toEqual([expected]);
  });

  test('is a container more or less', () => {
    const one = withContainer({ name: 'app' });
    const other = withContainer({ name: 'proxy' });

    expect(changesBetween(one, other)).toEqual(['container app removed', 'container proxy added']);
  });

  test('names environment variables and never shows their values', () => {
    const before = withContainer({
      environment: [
        { name: 'KEPT', value: 'same' },
        { name: 'GONE', value: 'secret-1' },
        { name: 'TOKEN', value: 'secret-2' },
      ],
    });
    const after = withContainer({
      environment: [
        { name: 'TOKEN', value: 'secret-3' },
        { name: 'NEW', value: 'secret-4' },
        { name: 'KEPT', value: 'same' },
      ],
    });

    expect(changesBetween(before, after)).toEqual([
      'app: environment GONE removed',
      'app: environment NEW added',
      'app: environment TOKEN changed',
    ]);
  });
});
