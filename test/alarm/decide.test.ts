import { describe, expect, test } from '@jest/globals';
import { alarmOfEvent } from '../../shared/alarm/alarm.ts';
import { decide } from '../../shared/alarm/decide.ts';
import type { Alarm, AlarmFacts } from '../../shared/alarm/facts.ts';
import type { Decision } from '../../shared/core/decision.ts';
import { known, unknown } from '../../shared/core/known.ts';
import type { Notice } from '../../shared/core/notice.ts';
import { readAlarmChanged } from '../../shared/wire/alarm-changed.ts';
import { yml } from '../support/config.ts';
import { eventNamed } from '../support/events.ts';

const now = '2026-10-06T02:30:00.000Z';
const arn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:vote-cpu-high';
const alarm = (name: string): Alarm => alarmOfEvent(readAlarmChanged(eventNamed(`alarms/${name}`)));

const decided = (name: string, config = ''): Decision =>
  decide({ of: 'alarm/1', now, about: 'change', alarm: alarm(name), detail: null }, yml(config));

const noticeIn = ({ actions }: Decision): Notice | undefined => {
  const [action] = actions;
  return action?.do === 'notify' ? action.notice : undefined;
};

const against = ({ reasons }: Decision): readonly string[] =>
  reasons.filter(({ holds }) => !holds).map(({ because }) => because);

describe('what becomes of an alarm', () => {
  test.each([
    ['metric', 'tell', 'firing'],
    ['metric-ok', 'resolve', 'resolved'],
    ['insufficient-data', 'tell', 'info'],
    ['composite', 'tell', 'firing'],
    ['promql', 'tell', 'firing'],
    ['log', 'tell', 'firing'],
    ['contributor', 'tell', 'firing'],
    ['contributors-summary', 'ignore', undefined],
    ['initial-creation', 'ignore', undefined],
    ['target-tracking', 'ignore', undefined],
    ['muted', 'wait', undefined],
    ['composite-suppressed', 'wait', undefined],
  ])('of %s is: %s', (name, verdict, phase) => {
    const decision = decided(name);

    expect(decision.verdict).toBe(verdict);
    expect(noticeIn(decision)?.phase).toBe(phase);
  });

  test('that is muted is looked at when the window is over, and says who mutes it', () => {
    const decision = decided('muted');

    expect(against(decision)).toEqual([
      'the mute rule nightly-batch mutes it until 2026-10-06T03:00:00.000Z',
    ]);
    expect(decision.actions).toMatchObject([
      { do: 'call-later', at: '2026-10-06T03:00:00.000Z', call: { playbook: 'alarm' } },
    ]);
  });

  test('that is heard of when its window is over is looked at at once, and by itself', () => {
    const late = '2026-10-06T03:10:00.000Z';
    const facts = { of: 'alarm/1', now: late, about: 'change', detail: null } as const;
    const { actions } = decide({ ...facts, alarm: alarm('muted') }, yml());

    expect(actions).toMatchObject([{ at: late, call: { id: `look#${arn}#${late}` } }]);
  });

  test.each([
    [{ actionsSuppressedBy: 'WaitPeriod' }, '2026-10-06T02:33:00.000Z'],
    [{ actionsSuppressedBy: 'ExtensionPeriod' }, '2026-10-06T02:34:00.000Z'],
    [{ actionsSuppressedBy: 'Alarm' }, '2026-10-06T02:45:00.000Z'],
  ])('suppressed by %j is looked at again after it', (suppressed, at) => {
    const composite = alarm('composite-suppressed');
    const state = { ...composite.state, ...suppressed, at: '2026-10-06T02:30:30.000Z' };
    const facts = { of: 'alarm/1', now, about: 'change', detail: null } as const;

    const { actions } = decide({ ...facts, alarm: { ...composite, state } }, yml());

    expect(actions).toMatchObject([{ do: 'call-later', at }]);
  });

  test('of no data is told where the file asks for it', () => {
    const was = alarm('insufficient-data');
    const facts = { of: 'alarm/1', now, about: 'change', detail: null } as const;
    const quiet: AlarmFacts = { ...facts, alarm: { ...was, previousState: { value: 'OK' } } };

    expect(decide(quiet, yml()).verdict).toBe('ignore');
    const told = decide(quiet, yml('alarm: { insufficientData: tell }'));
    expect(noticeIn(told)).toMatchObject({ phase: 'firing', title: 'vote-cpu-high: no data' });
  });
});

describe('the notice', () => {
  test('says what crossed what, since when, and where to go on', () => {
    const notice = noticeIn(decided('metric'));

    expect(notice).toMatchObject({
      incident: arn,
      about: arn,
      severity: 'error',
      at: '2026-10-06T02:14:30.118Z',
      title: 'vote-cpu-high: CPUUtilization 97.3 > 80',
      counts: true,
      labels: {
        kind: 'alarm',
        alarm: 'vote-cpu-high',
        namespace: 'AWS/ECS',
        metric: 'CPUUtilization',
        cluster: 'prod',
        service: 'vote',
      },
    });
    expect(notice?.fields).toEqual(
      expect.arrayContaining([
        { name: 'Threshold', value: '> 80, in 3 of the last 5 periods of 1m' },
        { name: 'Last datapoints', value: '41.7, 79.5, 83.2, 91, 97.3' },
        { name: 'Before', value: 'OK since 2026-10-06T00:41:30.213Z' },
      ]),
    );
    expect(notice?.links.map(({ text }) => text)).toEqual([
      'Runbook',
      'Alarm',
      'Service',
      'Cluster',
    ]);
  });

  test('is routed by the tags of its alarm, and as bad as they say', () => {
    const notice = noticeIn(decided('tagged'));

    expect(notice?.severity).toBe('critical');
    expect(notice?.labels).toMatchObject({
      severity: 'critical',
      team: 'shop',
      tag_team: 'shop',
      'tag_cost-center': '4711',
    });
  });

  test.each([
    ['alarm: { severity: [{ name: vote-*, severity: warning }] }', 'metric', 'warning'],
    ['alarm: { severity: [{ name: db-*, severity: warning }] }', 'metric', 'error'],
    ['alarm: { severity: [{ tags: { team: shop }, severity: info }] }', 'metric', 'error'],
    ['alarm: { severity: [{ tags: { team: shop }, severity: info }] }', 'tagged', 'critical'],
  ])('under %s makes %s: %s', (config, name, severity) => {
    expect(noticeIn(decided(name, config))?.severity).toBe(severity);
  });

  test('has no graph where the file wants none', () => {
    expect(noticeIn(decided('metric', 'alarm: { graph: false }'))).not.toHaveProperty('graph');
  });

  test('of a time series is a member of its alarm', () => {
    expect(noticeIn(decided('contributor'))).toMatchObject({
      incident: expect.stringMatching(/:any-service-memory$/),
      about: expect.stringMatching(/:any-service-memory#6d442278dba546f6$/),
      title: 'any-service-memory: worker MAX(MemoryUtilization) 96.5 > 95',
    });
  });

  test('says that the children could not be looked at, and why', () => {
    const detail = { described: unknown('not allowed to call it'), targets: [] };
    const facts = {
      of: 'alarm/1',
      now,
      about: 'change',
      alarm: alarm('composite'),
      detail,
    } as const;

    const notice = noticeIn(decide(facts, yml()));

    expect(notice?.fields).toEqual(
      expect.arrayContaining([
        { name: 'Alarms that fired', value: 'vote-cpu-high, vote-5xx-rate' },
        { name: 'Why they did', value: 'not known: not allowed to call it' },
      ]),
    );
  });
});

describe('coming back to an alarm', () => {
  const look = {
    what: 'look',
    alarmArn: arn,
    alarmName: 'vote-cpu-high',
    alarmTags: { severity: 'critical' },
    because: 'the mute rule nightly-batch mutes it',
    since: now,
    stateAt: now,
    counts: true,
  } as const;
  const looked = { of: 'alarm/1', now, about: 'look', look, series: null, detail: null } as const;
  const found = (name: string) => {
    const { muteDetail: _, ...unmuted } = alarm(name);
    return known(unmuted);
  };

  test.each([
    ['muted', 'tell', 'firing'],
    ['muted-ok', 'resolve', 'resolved'],
  ])('that is as in %s is: %s', (name, verdict, phase) => {
    const decision = decide({ ...looked, alarm: found(name) }, yml());

    expect(decision.verdict).toBe(verdict);
    expect(noticeIn(decision)?.phase).toBe(phase);
    expect(decision.reasons[0]?.because).toBe(
      'it was kept quiet, as the mute rule nightly-batch mutes it',
    );
  });

  test('that is gone ends its incident', () => {
    const decision = decide({ ...looked, alarm: known(null) }, yml());

    expect(noticeIn(decision)).toMatchObject({
      phase: 'resolved',
      title: 'vote-cpu-high: deleted',
      severity: 'critical',
    });
  });

  test('that nobody could look at is told as that', () => {
    const decision = decide({ ...looked, alarm: unknown('AccessDenied') }, yml());

    expect(noticeIn(decision)).toMatchObject({
      phase: 'info',
      title: 'vote-cpu-high: may be in ALARM',
    });
    expect(noticeIn(decision)?.summary).toContain('AccessDenied');
  });

  test('that is suppressed still waits ever longer, an hour at most', () => {
    const composite = alarm('composite-suppressed');
    const since = '2026-10-06T02:00:00.000Z';
    const facts = { ...looked, look: { ...look, since }, alarm: known(composite) };

    const { verdict, actions } = decide(facts, yml());

    expect(verdict).toBe('wait');
    expect(actions).toMatchObject([{ at: '2026-10-06T03:00:00.000Z' }]);
  });

  test('that is suppressed for a week is left to its next event', () => {
    const facts = {
      ...looked,
      look: { ...look, since: '2026-09-28T00:00:00.000Z' },
      alarm: known(alarm('composite-suppressed')),
    };

    expect(decide(facts, yml()).actions).toEqual([]);
  });
});
