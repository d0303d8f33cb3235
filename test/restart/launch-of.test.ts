import { describe, expect, test } from '@jest/globals';
import { ruleFor } from '../../shared/config/match.ts';
import type { LaunchConfig } from '../../shared/config/types.ts';
import { known, unknown } from '../../shared/core/known.ts';
import type { Task } from '../../shared/core/task.ts';
import {
  type LaunchEvidence,
  launchOf,
  launchToldBy,
  matchingTarget,
} from '../../shared/restart/launch-of.ts';
import { yml } from '../support/config.ts';
import { now } from '../support/restarts.ts';
import { aDefinition, aLaunch, aTask, clusterArn, definitionArnOf } from '../support/tasks.ts';

const nothing: LaunchEvidence = {
  lineage: null,
  remembered: null,
  launcher: known(null),
  launcherKind: null,
  config: null,
  definition: known(aDefinition()),
};

const launchIn = (text: string): LaunchConfig | null =>
  ruleFor(yml(`restart: { launch: ${text} }`), { cluster: 'prod', family: 'report' }).launch;

const inSubnets = launchIn('{ subnets: [subnet-0c], securityGroups: [sg-02] }');

const launched = (evidence: Partial<LaunchEvidence>, task = aTask()) =>
  launchOf(task, { ...nothing, ...evidence }, now);

const known_ = (launch: Partial<Parameters<typeof aLaunch>[0]> = {}) => aLaunch(launch);

function onBridge(): Task {
  const { subnetId: _, ...task } = aTask({ launchType: 'EC2' });
  return task;
}
const bridge = known(aDefinition({ networkMode: 'bridge' }));

describe('where the knowledge of a launch comes from', () => {
  const all = {
    lineage: known_({ platformVersion: 'lineage' }),
    remembered: known_({ platformVersion: 'run-task' }),
    launcher: known(known_({ platformVersion: 'schedule' })),
    launcherKind: 'schedule',
    config: { ...inSubnets, platformVersion: 'config' },
  } as const;

  test.each([
    ['lineage', all],
    ['run-task', { ...all, lineage: null }],
    ['schedule', { ...all, lineage: null, remembered: null }],
    ['config', { config: all.config }],
  ])('the best is taken: %s', (source, evidence) => {
    expect(launched(evidence)).toMatchObject({
      known: true,
      source,
      launch: { platformVersion: source },
    });
  });

  test('a rule that could not be read is not a rule without a launch', () => {
    const result = launched({ launcherKind: 'rule', launcher: unknown('access was denied') });

    expect(result).toMatchObject({
      known: false,
      why: 'the rule could not be read: access was denied',
    });
  });

  test('a rule that could not be read gives way to deckhand.yml', () => {
    const result = launched({
      launcherKind: 'rule',
      launcher: unknown('access was denied'),
      config: inSubnets,
    });

    expect(result).toMatchObject({ known: true, source: 'config' });
  });
});

describe('the launch of this very task', () => {
  const remembered = aLaunch({
    cluster: 'prod',
    taskDefinition: 'report',
    overrides: { memory: '512' },
    group: 'nightly',
    enableExecuteCommand: false,
  });

  test('has its revision and cluster, whatever the launcher points at by now', () => {
    expect(launched({ remembered })).toMatchObject({
      launch: { cluster: clusterArn, taskDefinition: definitionArnOf('report:7') },
    });
  });

  test("has the event's own overrides: they win over the remembered ones", () => {
    const overrides = { containerOverrides: [{ name: 'app', command: ['report', '2'] }] };

    expect(launched({ remembered }, aTask({ overrides }))).toMatchObject({ launch: { overrides } });
  });

  test('has the remembered overrides where the event has none', () => {
    expect(launched({ remembered })).toMatchObject({ launch: { overrides: { memory: '512' } } });
  });

  test("has the event's own enableExecuteCommand", () => {
    expect(launched({ remembered }, aTask({ enableExecuteCommand: true }))).toMatchObject({
      launch: { enableExecuteCommand: true },
    });
  });

  test('keeps security groups, tags, placement, volumes and capacity providers', () => {
    const { launchType: _, ...rest } = aLaunch({
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 2 }],
      tags: [{ key: 'team', value: 'finance' }],
      placementConstraints: [{ type: 'distinctInstance' }],
      volumeConfigurations: [{ name: 'data' }],
      propagateTags: 'TASK_DEFINITION',
    });

    expect(launched({ remembered: rest })).toMatchObject({ launch: rest });
  });

  test.each([
    ['nightly', 'nightly'],
    ['family:report', undefined],
    ['service:web', undefined],
  ])('with group %s is launched with %s: RunTask refuses the others', (group, expected) => {
    const { group: _, ...launch } = remembered;

    const result = launched({ remembered: launch }, aTask({ group }));

    expect(result.known && result.launch.group).toBe(expected);
  });
});

describe('a task with a network interface of its own', () => {
  test.each<[string, Task, LaunchEvidence['definition']]>([
    ['on Fargate', aTask(), unknown('denied')],
    ['on EC2, by its subnet', aTask({ launchType: 'EC2' }), unknown('denied')],
    ['on EC2, by its definition', onBridge(), known(aDefinition({ networkMode: 'awsvpc' }))],
  ])('%s, whose launch nobody remembers, is not guessed', (_, task, definition) => {
    expect(launched({ definition }, task)).toEqual({
      known: false,
      notYet: false,
      why: 'its RunTask call is not remembered, and no restart rule has a "launch" for it; the event names no security groups',
    });
  });

  test('says that the schedule has no target for it', () => {
    const result = launched({ launcherKind: 'schedule' });

    expect(result).toMatchObject({
      why: expect.stringContaining('the schedule has no matching ECS target'),
    });
  });

  test('is launched as its restart rule says', () => {
    expect(launched({ config: inSubnets })).toMatchObject({
      launch: {
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-0c'], securityGroups: ['sg-02'] },
        },
      },
    });
  });

  test('is not launched by a rule that names no subnets: ECS would refuse it', () => {
    const result = launched({ config: launchIn('{ launchType: FARGATE }') });

    expect(result).toMatchObject({
      known: false,
      why: expect.stringContaining('the "launch" of its restart rule has no subnets'),
    });
  });

  test('is launched on the capacity provider that the rule names, or else its own', () => {
    const spot = aTask({ capacityProviderName: 'FARGATE_SPOT' });
    const named = launchIn('{ subnets: [subnet-0c], launchType: FARGATE }');

    expect(launched({ config: inSubnets }, spot)).toMatchObject({
      launch: { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] },
    });
    expect(launched({ config: named }, spot)).toMatchObject({ launch: { launchType: 'FARGATE' } });
    expect(launched({ config: named }, spot)).not.toHaveProperty('launch.capacityProviderStrategy');
  });
});

describe('a task without one', () => {
  test('is launched from what its event tells', () => {
    const result = launched({ definition: bridge }, onBridge());

    expect(result).toEqual({
      known: true,
      source: 'event',
      launch: {
        cluster: clusterArn,
        taskDefinition: definitionArnOf('report:7'),
        launchType: 'EC2',
      },
    });
  });

  test('gets no subnets from a rule for all tasks: ECS would refuse them', () => {
    const result = launched({ definition: bridge, config: inSubnets }, onBridge());

    expect(result).toMatchObject({ known: true, source: 'config' });
    expect(result).not.toHaveProperty('launch.networkConfiguration');
  });

  test.each([
    ['is denied', unknown('denied'), 'its network mode is not known: denied'],
    ['finds nothing', known(null), 'its task definition does not exist any more'],
  ])('is not told apart when the look at its definition %s', (_, definition, why) => {
    expect(launched({ definition }, onBridge())).toMatchObject({ known: false, why });
  });
});

describe('CloudTrail', () => {
  test.each([
    ['2026-03-03T13:47:05.000Z', false],
    ['2026-03-03T13:47:05.001Z', true],
  ])('may still tell of a task created at %s: %s', (createdAt, notYet) => {
    expect(launched({}, aTask({ createdAt }))).toMatchObject({ known: false, notYet });
    expect(launched({ definition: unknown('denied') }, { ...onBridge(), createdAt })).toMatchObject(
      {
        known: false,
        notYet,
      },
    );
  });

  test.each([
    ['14:00:30', '14:02:00'],
    ['14:01:58', '14:05:00'],
    ['14:02:00', '14:05:00'],
    ['14:06:00', '14:15:00'],
  ])('is asked again about a task of 14:00: at %s for %s', (at, again) => {
    const task = aTask({ createdAt: '2026-03-03T14:00:00.000Z' });

    expect(launchToldBy(task, `2026-03-03T${at}.000Z`)).toBe(`2026-03-03T${again}.000Z`);
  });
});

describe('of the targets of a rule or a schedule', () => {
  const task = aTask();
  const target = (taskDefinition: string, cluster = task.clusterArn) => ({
    cluster,
    taskDefinition,
  });

  test('the one that runs the family on its cluster is the launch, at whatever revision', () => {
    const targets = [target('other'), target('report:3'), target('report', 'arn:elsewhere')];

    expect(matchingTarget(task, targets)).toEqual({ known: true, value: target('report:3') });
  });

  test('none is a known nothing', () => {
    expect(matchingTarget(task, [target('other')])).toEqual({ known: true, value: null });
  });

  test('two that run the family are not guessed between', () => {
    expect(matchingTarget(task, [target('report'), target('report:3')])).toMatchObject({
      known: false,
      why: expect.stringContaining('2 of its targets run report'),
    });
  });
});
