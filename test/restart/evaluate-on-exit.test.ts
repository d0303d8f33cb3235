import { describe, expect, test } from '@jest/globals';
import type { EvaluateOnExit } from '../../shared/config/types.ts';
import { describeCondition, firstMet } from '../../shared/restart/evaluate-on-exit.ts';
import { aContainer, aTask } from '../support/tasks.ts';

const met = (condition: Omit<EvaluateOnExit, 'action'>, task = aTask()): boolean =>
  firstMet([{ action: 'RETRY', ...condition }], task) !== null;

describe('a condition of evaluateOnExit', () => {
  const unpulled = aTask({
    stopCode: 'TaskFailedToStart',
    stoppedReason: 'CannotPullContainerError: pull image manifest has been retried 5 time(s)',
    containers: [{ name: 'app', reason: 'CannotPullContainerError: timeout' }],
  });

  test.each<[Omit<EvaluateOnExit, 'action'>, boolean]>([
    [{ onStatusReason: 'CannotPullContainerError*' }, true],
    [{ onStatusReason: 'cannotpullcontainererror*' }, true],
    [{ onStatusReason: 'CannotPullContainerError' }, false],
    [{ onStatusReason: 'pull image*' }, false],
    [{ onStatusReason: '*' }, true],
    [{ onReason: 'CannotPullContainerError: timeout' }, true],
    [{ onReason: 'CannotPullContainerError: retried*' }, false],
    [{ onStopCode: 'TaskFailedToStart' }, true],
    [{ onStopCode: 'EssentialContainerExited' }, false],
    [{ onStopCode: 'Task*', onStatusReason: 'Cannot*' }, true],
    [{ onStopCode: 'Task*', onStatusReason: 'Resource*' }, false],
  ])('%j on a task that could not pull its image: %s', (condition, expected) => {
    expect(met(condition, unpulled)).toBe(expected);
  });

  test('asks for a star at the end only, elsewhere it is a star', () => {
    expect(met({ onStatusReason: 'Essential * exited' })).toBe(false);
  });

  test.each([
    ['137', 137, true],
    ['13*', 137, true],
    ['1', 137, false],
    ['0', 0, true],
  ])('onExitCode %s with exit code %i: %s', (onExitCode, exitCode, expected) => {
    expect(met({ onExitCode }, aTask({ exitCode }))).toBe(expected);
  });

  test.each(['0', '*'])('onExitCode %s is not met where no container ever ran', (onExitCode) => {
    const neverRan = aTask({ containers: [{ name: 'app' }] });

    expect(met({ onExitCode }, neverRan)).toBe(false);
  });

  test('is met by any of the containers', () => {
    const task = aTask({
      containers: [
        aContainer({ name: 'app', exitCode: 0 }),
        aContainer({ name: 'proxy', exitCode: 137 }),
      ],
    });

    expect(met({ onExitCode: '137' }, task)).toBe(true);
  });

  test('is described in the words of the file', () => {
    expect(describeCondition({ action: 'EXIT', onExitCode: '42', onReason: 'a*' })).toBe(
      'onExitCode "42" and onReason "a*" -> EXIT',
    );
  });
});

describe('of several conditions', () => {
  test('the first one met decides', () => {
    const conditions: readonly EvaluateOnExit[] = [
      { action: 'RETRY', onExitCode: '2' },
      { action: 'EXIT', onExitCode: '1' },
      { action: 'RETRY', onExitCode: '*' },
    ];

    expect(firstMet(conditions, aTask({ exitCode: 1 }))).toBe(conditions[1]);
  });

  test('none may be met', () => {
    expect(firstMet([{ action: 'RETRY', onExitCode: '2' }], aTask({ exitCode: 1 }))).toBeNull();
  });
});
