import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Decision, UpdateService } from '../../../shared/core/decision.ts';
import { known, unknown } from '../../../shared/core/known.ts';
import { decide } from '../../../shared/restart/service/decide.ts';
import { yml } from '../../support/config.ts';
import { againstIn, doneBy, laterIn, toldBy } from '../../support/restarts.ts';
import {
  aDeployment,
  aDetail,
  aRemedy,
  aService,
  aServiceTask,
  serviceArn,
  serviceStopFacts,
} from '../../support/services.ts';
import { clusterArn, definitionArnOf, stops } from '../../support/tasks.ts';

const rollback = 'restart: { mode: act, crashLoop: { then: rollback } }';
const pause = 'restart: { mode: act, crashLoop: { then: pause } }';
const looping = { stops: 3, remedy: aRemedy() } as const;

const stopped = ({ config = '', ...given }: Parameters<typeof serviceStopFacts>[0] = {}) =>
  decide(serviceStopFacts({ config, ...given }), yml(config));

const updateIn = ({ actions }: Decision): UpdateService | undefined =>
  actions.find((action) => action.do === 'update-service');

describe('a stopped task of a service', () => {
  test('is explained, and told that ECS replaces it', () => {
    const decision = stopped();

    expect(decision.verdict).toBe('report');
    expect(toldBy(decision)).toMatchObject({
      incident: 'prod/web#web:7',
      about: 'prod/web#web:7',
      phase: 'firing',
      severity: 'warning',
      counts: true,
      title: 'web: The application ended with an error — ECS replaces it',
      labels: { service: 'web', cluster: 'prod', cause: 'application-error' },
    });
  });

  test('the first of a window is watched until it is over, the others are not', () => {
    expect(laterIn(stopped({ stops: 1 }))).toMatchObject({
      at: '2026-03-03T14:12:05.000Z',
      call: { playbook: 'service', about: { what: 'watch', serviceArn } },
    });
    expect(doneBy(stopped({ stops: 2 }))).toEqual(['notify']);
  });

  test('is never run again, nor anything else done, where nothing is asked for', () => {
    const ends = fc.constantFrom(stops.outOfMemory, stops.spot, stops.subnetFull, { exitCode: 0 });
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 50 }), (end, count) => {
        const decision = stopped({
          task: aServiceTask(end),
          stops: count,
          config: 'mode: act',
          remedy: aRemedy(),
        });

        expect(doneBy(decision).filter((did) => did !== 'call-later')).toEqual(['notify']);
      }),
    );
  });

  test.each([
    ['stopped by a person', aServiceTask(stops.byPerson)],
    [
      'scaled in',
      aServiceTask({
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
        exitCode: 143,
      }),
    ],
  ])('makes no noise when it was %s', (_, task) => {
    const decision = decide({ ...serviceStopFacts({ task }), counted: null }, yml());

    expect(decision).toMatchObject({ verdict: 'ignore', actions: [] });
  });

  test('that ended without an error is trouble: a service should run on', () => {
    const decision = stopped({ task: aServiceTask({ exitCode: 0 }) });

    expect(toldBy(decision).labels.cause).toBe('service-exited-early');
  });

  test('tagged deckhand:mode=off is left alone altogether, in a crash loop, too', () => {
    const decision = stopped({ ...looping, config: rollback, tags: { 'deckhand:mode': 'off' } });

    expect(decision).toMatchObject({ verdict: 'ignore', actions: [] });
    expect(againstIn(decision)).toEqual(['Deckhand looks after it']);
  });

  test('of a storm that nobody looks into is told in brief', () => {
    expect(toldBy(stopped({ stops: 57, detail: null })).brief).toBe(true);
    expect(toldBy(stopped({ stops: 2 })).brief).toBeUndefined();
  });
});

describe('a crash loop', () => {
  test.each([
    [1, false],
    [2, false],
    [3, true],
    [40, true],
  ])('after %i stops of one revision within the window: %s', (count, expected) => {
    const decision = stopped({ stops: count });

    const asked = decision.reasons.find(({ rule }) => rule === 'the revision is crash looping');
    expect(asked?.holds).toBe(expected);
    expect(toldBy(decision).severity).toBe(expected ? 'error' : 'warning');
    expect(toldBy(decision).title.includes('crash loop')).toBe(expected);
  });

  test('takes as many stops as the rule says', () => {
    const config = 'restart: { crashLoop: { stops: 5, within: 1h } }';

    expect(toldBy(stopped({ stops: 4, config })).title).toContain('ECS replaces it');
    expect(toldBy(stopped({ stops: 5, config })).title).toContain(
      'crash loop, 5 or more stops in 1h',
    );
  });

  test.each([
    ['Spot interruptions', stops.spot],
    ['missing capacity', stops.subnetFull],
  ])('is not made of %s: they come from outside', (_, end) => {
    const decision = stopped({ task: aServiceTask(end), ...looping, config: rollback });

    expect(updateIn(decision)).toBeUndefined();
    expect(toldBy(decision)).toMatchObject({ severity: 'info' });
  });

  test('is one incident per revision, whatever each stop was', () => {
    const errors = toldBy(stopped({ task: aServiceTask({ exitCode: 1 }) }));
    const kills = toldBy(stopped({ task: aServiceTask(stops.outOfMemory) }));
    const next = toldBy(
      stopped({ task: aServiceTask({ taskDefinitionArn: definitionArnOf('web:8') }) }),
    );

    expect(kills.incident).toBe(errors.incident);
    expect(next.incident).toBe('prod/web#web:8');
  });
});

describe('then: rollback', () => {
  const treated = (given: Parameters<typeof serviceStopFacts>[0] = {}) =>
    stopped({ ...looping, config: rollback, ...given });
  const deployed = (...deployments: ReturnType<typeof aDeployment>[]) => ({
    remedy: aRemedy({ deployments: known(deployments) }),
  });

  test('brings back the last other revision that was deployed well', () => {
    const decision = treated(deployed(aDeployment(7), aDeployment(6), aDeployment(5)));

    expect(decision.verdict).toBe('rollback');
    expect(doneBy(decision)).toEqual(['update-service', 'notify']);
    expect(updateIn(decision)).toEqual({
      do: 'update-service',
      clusterArn,
      serviceArn,
      taskDefinition: definitionArnOf('web:6'),
      before: { taskDefinition: definitionArnOf('web:7'), desiredCount: 2 },
    });
    expect(toldBy(decision).title).toContain('crash loop, rolling back to web:6');
  });

  test('says what it was before, so that a person can put it back', () => {
    expect(toldBy(treated()).fields).toEqual(
      expect.arrayContaining([
        { name: 'Task definition before', value: 'web:7' },
        { name: 'Desired count before', value: '2' },
      ]),
    );
  });

  test('says something else when it could not be done after all', () => {
    const notify = treated().actions.find((action) => action.do === 'notify');

    expect(notify?.otherwise?.title).toContain('crash loop, no rollback');
  });

  test('never goes forward again to what it was rolled back from', () => {
    const decision = treated(deployed(aDeployment(7, 9), aDeployment(8), aDeployment(7)));

    expect(updateIn(decision)).toBeUndefined();
    expect(toldBy(decision).summary).toContain('web:7 was itself brought back after web:8');
  });

  test.each([
    ['no other revision was deployed well', deployed(aDeployment(7)), 'a good revision is known'],
    ['nothing was ever deployed', deployed(), 'a good revision is known'],
    [
      'the deployments could not be looked up',
      { remedy: aRemedy({ deployments: unknown('denied') }) },
      'a good revision is known',
    ],
    [
      "its deployments are CodeDeploy's",
      { remedy: aRemedy({ service: known(aService({ deploymentController: 'CODE_DEPLOY' })) }) },
      'a good revision is known',
    ],
    [
      'its tags could not be looked up: one may forbid it',
      { detail: aDetail({ service: unknown('denied') }) },
      'its tags are known',
    ],
    ['it is tagged to observe', { tags: { 'deckhand:mode': 'observe' } }, 'Deckhand may act'],
    [
      'Deckhand was stopped',
      { remedy: aRemedy({ killSwitch: { by: 'alice', at: 'noon', why: 'incident' } }) },
      'Deckhand has not been stopped',
    ],
    [
      'the service wants another revision by now',
      {
        remedy: aRemedy({ service: known(aService({ taskDefinition: definitionArnOf('web:8') })) }),
      },
      'the service still runs this revision',
    ],
    [
      'the service wants no tasks by now',
      { remedy: aRemedy({ service: known(aService({ desiredCount: 0 })) }) },
      'the service still runs this revision',
    ],
  ])('is not done where %s', (_, given, rule) => {
    const decision = treated(given);

    expect(decision.verdict).toBe('report');
    expect(updateIn(decision)).toBeUndefined();
    expect(againstIn(decision)).toEqual([rule]);
    expect(toldBy(decision).title).toContain('crash loop');
  });

  test.each([
    ['could not be looked up', unknown('denied')],
    ['does not exist any more', known(null)],
  ])('is not done to a service that %s', (_, service) => {
    expect(updateIn(treated({ remedy: aRemedy({ service }) }))).toBeUndefined();
  });

  test('is done to a daemon service, too', () => {
    const service = known(aService({ schedulingStrategy: 'DAEMON' }));

    expect(treated({ remedy: aRemedy({ service }) }).verdict).toBe('rollback');
  });

  test('is told, and not done, in observe mode', () => {
    const config = 'restart: { crashLoop: { then: rollback } }';

    const decision = stopped({ ...looping, config });

    expect(doneBy(decision)).toEqual(['notify']);
    expect(toldBy(decision).summary).toContain('No rollback: mode is observe.');
  });
});

describe('then: pause', () => {
  const treated = (given: Parameters<typeof serviceStopFacts>[0] = {}) =>
    stopped({ ...looping, config: pause, ...given });

  test('sets the desired count to 0 and remembers what it was', () => {
    const decision = treated();

    expect(decision.verdict).toBe('pause');
    expect(updateIn(decision)).toMatchObject({
      desiredCount: 0,
      before: { taskDefinition: definitionArnOf('web:7'), desiredCount: 2 },
    });
    expect(updateIn(decision)).not.toHaveProperty('taskDefinition');
    expect(toldBy(decision).title).toContain('crash loop, paused');
  });

  test('is for REPLICA services only: a daemon service has no count to set', () => {
    const service = known(aService({ schedulingStrategy: 'DAEMON' }));

    const decision = treated({ remedy: aRemedy({ service }) });

    expect(updateIn(decision)).toBeUndefined();
    expect(toldBy(decision).summary).toContain('No pause: it is a DAEMON service.');
  });

  test('is not done to a service that could not be looked up', () => {
    expect(updateIn(treated({ remedy: aRemedy({ service: unknown('denied') }) }))).toBeUndefined();
  });
});
