import { describe, expect, test } from '@jest/globals';
import { known, unknown } from '../../shared/core/known.ts';
import type { Rollout } from '../../shared/core/rollout.ts';
import type { Scheduled } from '../../shared/core/scheduled.ts';
import { decideBring } from '../../shared/deploy/bring/decide.ts';
import type { BringFacts } from '../../shared/deploy/bring/facts.ts';

const arn = (name: string): string => `arn:aws:ecs:eu-west-1:123456789012:task-definition/${name}`;
const serviceArn = 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web';

const change = {
  ...{ container: 'app', from: 'web:1.0.0', to: 'web:1.1.0' },
  ...{ repository: 'web', tag: '1.1.0', digest: 'sha256:new' },
};

const rollout: Rollout = {
  ...{ id: 'one', incident: 'prod/web#one', startedAt: '2026-11-24T10:00:00Z' },
  changes: [change],
  ...{ before: arn('web:4'), taskDefinition: arn('web:5'), rollback: true, ending: 'completed' },
};

const { ending: _, ...underWay } = rollout;

const definition = (image: string, more: object = {}) =>
  known({
    definition: { family: 'web', containerDefinitions: [{ name: 'app', image, ...more }] },
    tags: [],
  });

const aSchedule = (taskDefinition: string): Scheduled => ({
  ...{ by: 'schedule', name: 'nightly', group: 'default' },
  taskDefinition: arn(taskDefinition),
});

const facts = (more: Partial<BringFacts> & { readonly newest?: Rollout } = {}): BringFacts => ({
  ...{ of: 'rollout/1', now: '2026-11-24T10:05:00Z', about: 'bring', killSwitch: null },
  call: {
    what: 'bring',
    clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod',
    serviceArn,
    rollout: 'one',
  },
  rollouts: { serviceArn, revision: 1, newest: more.newest ?? rollout, quarantined: [] },
  scheduled: known([aSchedule('web:4')]),
  definitions: { [arn('web:4')]: definition('web:1.0.0'), [arn('web:5')]: definition('web:1.1.0') },
  ...more,
});

const moved = (given: BringFacts): readonly string[] =>
  decideBring(given).actions.flatMap((action) =>
    action.do === 'move-schedule' ? [`${action.scheduled.name} ${action.taskDefinition}`] : [],
  );

describe('a schedule that runs the revision before', () => {
  test('is brought to the one that is out', () => {
    expect(moved(facts())).toEqual([`nightly ${arn('web:5')}`]);
  });

  test.each<readonly [string, Partial<BringFacts> & { readonly newest?: Rollout }]>([
    ['was rolled back', { newest: { ...rollout, ending: 'rolled back' } }],
    ['has not ended', { newest: underWay }],
    ['was followed by another', { newest: { ...rollout, id: 'two' } }],
  ])('stays where the rollout %s', (_what, given) => {
    expect(moved(facts(given))).toEqual([]);
  });

  test('stays where somebody stopped Deckhand', () => {
    const killSwitch = { by: 'ann', at: '2026-11-24T10:04:00Z', why: 'a test' };

    expect(moved(facts({ killSwitch }))).toEqual([]);
  });
});

describe('others', () => {
  test.each([
    [
      'names no revision',
      'web',
      'schedule nightly names no revision: it runs the latest by itself',
    ],
    ['runs it already', 'web:5', 'schedule nightly runs web:5 already'],
    ['runs a newer one', 'web:6', 'schedule nightly runs web:6, which is newer'],
  ])('one that %s stays, and nobody is told', (_what, runs, because) => {
    const decision = decideBring(facts({ scheduled: known([aSchedule(runs)]) }));

    expect(decision.actions).toEqual([]);
    expect(decision.reasons).toMatchObject([{ holds: false, because }]);
  });

  test.each([
    [
      'has another field',
      { [arn('web:4')]: definition('web:1.0.0', { cpu: 8 }) },
      'another containerDefinitions.0.cpu',
    ],
    ['could not be read', { [arn('web:4')]: unknown('not allowed') }, 'not known: not allowed'],
    ['is gone', { [arn('web:4')]: known(null) }, 'does not exist any more'],
  ])('one whose revision %s stays, and people are told', (_what, definitions, words) => {
    const given = facts();
    const decision = decideBring({
      ...given,
      definitions: { ...given.definitions, ...definitions },
    });

    expect(moved(facts({ definitions: { ...given.definitions, ...definitions } }))).toEqual([]);
    expect(JSON.stringify(decision.actions)).toContain(words);
  });

  test('where the schedules could not be looked up, that is told', () => {
    const { actions } = decideBring(
      facts({ scheduled: unknown('scheduler:ListSchedules denied') }),
    );

    expect(JSON.stringify(actions)).toContain('scheduler:ListSchedules denied');
  });
});
