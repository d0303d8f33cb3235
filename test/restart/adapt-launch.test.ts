import { describe, expect, test } from '@jest/globals';
import { ruleFor } from '../../shared/config/match.ts';
import type { Diagnosis } from '../../shared/core/diagnosis.ts';
import { known, unknown } from '../../shared/core/known.ts';
import type { Launch, Task } from '../../shared/core/task.ts';
import { adaptLaunch, isSpotInterruption } from '../../shared/restart/adapt-launch.ts';
import { diagnose } from '../../shared/restart/diagnose.ts';
import { evidenceOfTask } from '../../shared/restart/evidence.ts';
import { yml } from '../support/config.ts';
import { aDefinition, aDiagnosis, aLaunch, aTask, stops } from '../support/tasks.ts';

type Given = {
  readonly launch?: Launch;
  readonly config?: string;
  readonly definition?: Parameters<typeof adaptLaunch>[4];
  readonly gaveMemory?: boolean;
  readonly diagnosis?: Diagnosis;
};

function adapted(task: Task, given: Given = {}) {
  const rule = ruleFor(yml(given.config), { cluster: 'prod', family: 'report' });
  return adaptLaunch(
    given.launch ?? aLaunch(),
    task,
    given.diagnosis ?? diagnose(evidenceOfTask(task)),
    rule,
    given.definition ?? known(aDefinition()),
    given.gaveMemory ?? false,
  );
}

const subnetsOf = ({ networkConfiguration }: Launch) =>
  networkConfiguration?.awsvpcConfiguration.subnets;

test('a launch is left as it was where the cause asks for nothing', () => {
  const task = aTask({ exitCode: 1 });

  expect(adapted(task)).toEqual({ launch: aLaunch(), how: [], gaveMemory: false });
});

describe('after a Spot interruption', () => {
  const interrupted = aTask(stops.spot);
  const launch = aLaunch({ capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] });

  test('the restart is on spotFallback', () => {
    const result = adapted(interrupted, { launch, config: 'restart: { spotFallback: FARGATE }' });

    expect(result.launch.capacityProviderStrategy).toEqual([
      { capacityProvider: 'FARGATE', weight: 1 },
    ]);
    expect(result.how).toEqual(['on FARGATE']);
  });

  test('a launch type gives way to spotFallback: RunTask takes only one of the two', () => {
    const result = adapted(interrupted, { config: 'restart: { spotFallback: FARGATE }' });

    expect(result.launch).not.toHaveProperty('launchType');
  });

  test('without spotFallback the restart is where it was', () => {
    expect(adapted(interrupted, { launch }).launch).toEqual(launch);
  });

  test.each<[string, Partial<Task>, boolean]>([
    ['Fargate Spot', stops.spot, true],
    ['EC2 Spot', { stopCode: 'SpotInterruption' }, true],
    [
      'a notice that names Spot, of no capacity provider',
      { stopCode: 'TerminationNotice', stoppedReason: 'Your Spot Task was interrupted.' },
      true,
    ],
    ['maintenance', { stopCode: 'TerminationNotice', stoppedReason: 'maintenance' }, false],
    ['an exit on Spot', { capacityProviderName: 'FARGATE_SPOT' }, false],
  ])('%s: %s', (_, given, expected) => {
    expect(isSpotInterruption(aTask(given))).toBe(expected);
  });
});

describe('after an out-of-memory kill', () => {
  const killed = aTask(stops.outOfMemory);
  const config = 'restart: { outOfMemory: { factor: 1.5, maxMemory: 8192 } }';

  test('the restart has factor times the memory, in a size that Fargate sells', () => {
    const result = adapted(killed, { config });

    expect(result.launch.overrides?.memory).toBe('2048');
    expect(result).toMatchObject({ how: ['with 2048 MiB of memory'], gaveMemory: true });
  });

  test.each([
    ['no outOfMemory in the rule', {}],
    ['more memory given already', { config, gaveMemory: true }],
    ['no more memory allowed', { config: 'restart: { outOfMemory: { maxMemory: 1024 } }' }],
    ['a task definition that could not be looked up', { config, definition: unknown('denied') }],
    ['a task definition that does not exist any more', { config, definition: known(null) }],
  ])('the restart is as it was with %s', (_, given: Given) => {
    const result = adapted(killed, given);

    expect(result.launch).toEqual(aLaunch());
    expect(result.how).toEqual([]);
    expect(result.gaveMemory).toBe(given.gaveMemory ?? false);
  });

  test('a kill without a word about memory gives no memory', () => {
    expect(adapted(aTask({ exitCode: 137 }), { config }).launch).toEqual(aLaunch());
  });
});

describe('where capacity is short', () => {
  const full = aTask(stops.subnetFull);

  test('the other subnets come first', () => {
    const result = adapted(full);

    expect(subnetsOf(result.launch)).toEqual(['subnet-0b']);
    expect(result.launch.networkConfiguration?.awsvpcConfiguration.securityGroups).toEqual([
      'sg-01',
    ]);
    expect(result.how).toEqual(['without subnet subnet-0a']);
  });

  test('the subnet is read from the reason where the task has no network interface', () => {
    const { subnetId: _, ...task } = full;

    expect(subnetsOf(adapted(task).launch)).toEqual(['subnet-0b']);
  });

  test('a shortage that is the same in every subnet leaves none of them out', () => {
    const diagnosis = aDiagnosis({ id: 'image-rate-limited', class: 'capacity' });

    expect(adapted(full, { diagnosis })).toEqual({ launch: aLaunch(), how: [], gaveMemory: false });
  });

  test('the only subnet stays: no launch is without one', () => {
    const launch = aLaunch({
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a'] } },
    });

    expect(adapted(full, { launch })).toEqual({ launch, how: [], gaveMemory: false });
  });

  test('a launch without a network of its own stays as it was', () => {
    const { networkConfiguration: _, ...launch } = aLaunch();
    const diagnosis = aDiagnosis({ id: 'subnet-full', class: 'capacity' });

    expect(adapted(aTask(), { launch, diagnosis }).launch).toEqual(launch);
  });

  test('memory that was given before is not forgotten', () => {
    expect(adapted(full, { gaveMemory: true }).gaveMemory).toBe(true);
  });
});
