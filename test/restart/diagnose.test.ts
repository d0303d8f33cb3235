import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Cause } from '../../shared/config/types.ts';
import { diagnose } from '../../shared/restart/diagnose.ts';
import {
  type EvidenceContainer,
  evidenceOfLaunchFailure,
  type StopEvidence,
} from '../../shared/restart/evidence.ts';
import { diagnosisOf } from '../support/diagnoses.ts';

const stopped = (given: Partial<StopEvidence>): StopEvidence => ({
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  containers: [],
  owner: 'standalone',
  ...given,
});

const container = (given: Partial<EvidenceContainer>): EvidenceContainer => ({
  name: 'app',
  mayEndTask: true,
  ...given,
});

const ownCause = (given: Partial<Cause>): Cause => ({
  id: 'licence-expired',
  when: { exitCode: [42] },
  cause: 'The licence has expired',
  class: 'permanent',
  restarts: 0,
  hint: 'Renew it',
  source: 'our own runbook',
  ...given,
});

describe('a diagnosis', () => {
  test('shows what it was made from', () => {
    const { evidence } = diagnosisOf('stops/out-of-memory');

    expect(evidence).toEqual([
      'stopCode: EssentialContainerExited',
      'stoppedReason: Essential container in task exited',
      'container app: exit code 137, reason "OutOfMemoryError: Container killed due to memory usage"',
      'launchType: FARGATE',
      'owner: standalone',
    ]);
  });

  test('names the container that ended the task, its exit code and what that means', () => {
    expect(diagnosisOf('task-sidecars')).toMatchObject({
      id: 'application-error',
      container: 'app',
      exitCode: 3,
      exitText: "3: the application's own code",
    });
  });

  test('has no exit code when nothing ever started', () => {
    const diagnosis = diagnosisOf('task-never-started');

    expect(diagnosis.id).toBe('image-not-found');
    expect(diagnosis).not.toHaveProperty('exitCode');
  });

  test('of a Spot warning is the same as of the stop that follows', () => {
    expect(diagnosisOf('task-fargate-spot-warning').id).toBe(
      diagnosisOf('stops/fargate-spot-interrupted').id,
    );
  });

  test('minds neither "null" for a size nor a stop code it never heard of', () => {
    expect(diagnosisOf('task-cpu-null').id).toBe('application-error');
    expect(diagnose(stopped({ stopCode: 'Novelty', stoppedReason: 'because' })).id).toBe(
      'unclassified',
    );
  });
});

describe('which container counts', () => {
  test('an injected sidecar that is killed does not hide that the job is done', () => {
    const diagnosis = diagnosisOf('task-guardduty-sidecar');

    expect(diagnosis).toMatchObject({ id: 'job-finished', container: 'app', exitCode: 0 });
    expect(diagnosis.evidence).toContain(
      'container aws-guardduty-agent-tl1k: exit code 137 (cannot end the task)',
    );
  });

  test('a sidecar stopped along with a finished job does not make it a failure', () => {
    expect(diagnosisOf('task-job-done-sidecar-killed')).toMatchObject({
      id: 'job-finished',
      container: 'app',
    });
  });

  test('a container known not to be essential never is the culprit', () => {
    const diagnosis = diagnosisOf('task-job-done-sidecar-killed', { essential: ['log-router'] });

    expect(diagnosis).toMatchObject({ id: 'killed', container: 'log-router' });
  });

  const ended = (exitCode: number, reason?: string) => ({
    exitCode,
    ...(reason === undefined ? {} : { reason }),
  });
  test.each([
    ['out of memory, whatever else ended', [ended(1), ended(137, 'OutOfMemoryError: …')], 1],
    ['an error of its own before a kill', [ended(137), ended(2)], 1],
    ['an error of its own before a clean end', [ended(0), ended(2)], 1],
    ['a clean end before a stop along', [ended(143), ended(0)], 1],
    ['a kill before a request to stop', [ended(143), ended(137)], 1],
    ['what could not start before what was stopped for it', [ended(143), { reason: 'X' }], 1],
    ['the first of equals', [ended(3), ended(4)], 0],
  ])('%s', (_, containers, culprit) => {
    const named = containers.map((one, index) => container({ name: `c${index}`, ...one }));

    expect(diagnose(stopped({ containers: named })).container).toBe(`c${culprit}`);
  });

  test('an out-of-memory note of a container that cannot end the task is passed over', () => {
    const containers = [
      container({ exitCode: 0 }),
      container({ name: 'helper', mayEndTask: false, exitCode: 137, reason: 'OutOfMemoryError' }),
    ];

    expect(diagnose(stopped({ containers })).id).toBe('job-finished');
  });

  test('any container counts for a task that never started', () => {
    const containers = [
      container({}),
      container({ name: 'helper', mayEndTask: false, reason: 'CannotPullContainerError: a: EOF' }),
    ];

    const diagnosis = diagnose(stopped({ stopCode: 'TaskFailedToStart', containers }));

    expect(diagnosis).toMatchObject({ id: 'registry-connection-broken', container: 'helper' });
  });
});

describe("the owner's own rows", () => {
  test('are asked before the catalogue', () => {
    const diagnosis = diagnosisOf('stops/application-error--other', { own: [ownCause({})] });

    expect(diagnosis).toMatchObject({ id: 'licence-expired', restartHelps: false });
  });

  test('are asked in their order', () => {
    const own = [ownCause({ id: 'first' }), ownCause({ id: 'second' })];

    expect(diagnosisOf('stops/application-error--other', { own }).id).toBe('first');
  });

  test('leave to the catalogue what they do not match', () => {
    const own = [ownCause({ when: { exitCode: [42], stopCode: ['UserInitiated'] } })];

    expect(diagnosisOf('stops/application-error--other', { own }).id).toBe('application-error');
  });

  test.each<[string, Cause['when'], boolean]>([
    ['a text in stoppedReason', { stoppedReason: ['essential*exited'] }, true],
    ['a text that is only in a container', { stoppedReason: ['killed due'] }, false],
    ['a text in a container', { containerReason: ['killed due'] }, true],
    ['a text that is only in stoppedReason', { containerReason: ['essential'] }, false],
    ['either place', { anyReason: ['nothing', 'killed due'] }, true],
    ['all of several texts', { allOf: ['essential', 'killed'] }, true],
    ['all of several texts, one not said', { allOf: ['essential', 'nothing'] }, false],
    ['a container that started', { neverStarted: false }, true],
    ['no container that started', { neverStarted: true }, false],
    ['not a clean end', { allExitedZero: false }, true],
    ['a clean end', { allExitedZero: true }, false],
    ['the owner', { owner: ['service'] }, false],
    ['the launch type', { launchType: ['fargate'] }, true],
    ['an event, of a stop', { eventName: ['*'] }, false],
  ])('match on %s', (_, when, matches) => {
    const diagnosis = diagnosisOf('stops/out-of-memory', { own: [ownCause({ when })] });

    expect(diagnosis.id).toBe(matches ? 'licence-expired' : 'out-of-memory');
  });
});

describe('a RunTask call that placed nothing', () => {
  test.each([
    [{ reason: 'RESOURCE:MEMORY' }, 'cluster-lacks-memory'],
    [{ reason: 'AGENT' }, 'agent-disconnected'],
    [
      { reason: 'MISSING', arn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/gone' },
      'placement-missing',
    ],
    [{ reason: 'EMPTY CAPACITY PROVIDER' }, 'capacity-provider-empty'],
    [
      { reason: 'Capacity is unavailable at this time. Please try again later' },
      'fargate-capacity-unavailable',
    ],
    [{ reason: 'ATTRIBUTE', detail: 'ecs.os-family' }, 'placement-attribute-missing'],
    [{}, 'never-started'],
  ])('%j is %s', (failure, id) => {
    expect(diagnose(evidenceOfLaunchFailure(failure)).id).toBe(id);
  });
});

test('there is an answer to any text and any exit code', () => {
  const text = fc.option(fc.oneof(fc.string(), fc.string({ unit: 'binary', size: 'large' })), {
    nil: '...',
  });
  const anyContainer = fc.record({
    name: fc.string(),
    mayEndTask: fc.boolean(),
    reason: text,
    exitCode: fc.oneof(fc.integer(), fc.double()),
  });

  fc.assert(
    fc.property(
      text,
      text,
      fc.array(anyContainer),
      text,
      (stopCode, reason, containers, pattern) => {
        const own = [ownCause({ when: { anyReason: [pattern], exitCode: [1] } })];

        const diagnosis = diagnose(
          { stopCode, stoppedReason: reason, containers, owner: 'standalone' },
          own,
        );

        expect(diagnosis.hint).not.toBe('');
      },
    ),
  );
});
