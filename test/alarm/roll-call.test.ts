import { describe, expect, test } from '@jest/globals';
import { decide } from '../../shared/alarm/decide.ts';
import type { Alarm, AlarmFacts, RollCallFacts } from '../../shared/alarm/facts.ts';
import { known, unknown } from '../../shared/core/known.ts';
import { yml } from '../support/config.ts';

const alarmArn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:any-memory';
const named = { alarmArn, alarmName: 'any-memory', alarmTags: {} };

const found: Alarm = {
  ...named,
  at: '2026-10-06T01:00:00.000Z',
  configuration: { kind: 'metric', metrics: [] },
  state: { value: 'ALARM' },
};

const series = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `s${index}`, attributes: {} }));

const decided = (given: Partial<RollCallFacts> = {}) => {
  const facts: AlarmFacts = {
    ...{ of: 'alarm/1', now: '2026-10-06T02:00:00.000Z', about: 'roll-call' },
    ...{ rollCall: { what: 'roll-call', ...named }, alarm: known(found) },
    ...{ inAlarm: known(series(2)), ...given },
  };
  const { verdict, actions, reasons } = decide(facts, yml());
  const notices = actions.flatMap((action) => (action.do === 'notify' ? [action.notice] : []));
  const calls = actions.flatMap((action) => (action.do === 'call-later' ? [action.at] : []));
  return { verdict, reasons, notices, calls };
};

describe('which time series of an alarm still burn', () => {
  test('ends all others, and is looked at again in an hour', () => {
    const { verdict, notices, calls } = decided();

    expect(verdict).toBe('wait');
    expect(notices).toMatchObject([
      {
        ...{ about: alarmArn, phase: 'resolved', title: 'any-memory: a time series is gone' },
        endsAllBut: [`${alarmArn}#s0`, `${alarmArn}#s1`],
      },
    ]);
    expect(calls).toEqual(['2026-10-06T03:00:00.000Z']);
  });

  test('is not looked at any more where none does', () => {
    const { verdict, notices, calls } = decided({ inAlarm: known([]) });

    expect(verdict).toBe('resolve');
    expect(notices).toMatchObject([{ endsAllBut: [], phase: 'resolved' }]);
    expect(calls).toEqual([]);
  });

  test('says that the alarm was deleted, where it was', () => {
    const { notices, calls } = decided({ alarm: known(null), inAlarm: known([]) });

    expect(notices).toMatchObject([{ title: 'any-memory: deleted', endsAllBut: [] }]);
    expect(calls).toEqual([]);
  });

  test.each([
    ['the alarm cannot be looked up', { alarm: unknown('denied') }, 'denied'],
    ['its time series cannot be looked up', { inAlarm: unknown('throttled') }, 'throttled'],
    [
      'there are more than CloudWatch tells of',
      { inAlarm: known(series(100)) },
      'more than CloudWatch tells are in ALARM',
    ],
  ])('ends nothing where %s, and is looked at again', (_, given, because) => {
    const { verdict, notices, calls, reasons } = decided(given);

    expect({ verdict, notices }).toEqual({ verdict: 'wait', notices: [] });
    expect(reasons).toMatchObject([{ holds: false, because }]);
    expect(calls).toHaveLength(1);
  });
});
