import { describe, expect, test } from '@jest/globals';
import { alarmOfEvent } from '../../shared/alarm/alarm.ts';
import {
  conditionInWords,
  conditionOf,
  figure,
  lastValueOf,
  nameOfMetric,
  spanInWords,
  watchedMetric,
} from '../../shared/alarm/condition.ts';
import { readAlarmChanged } from '../../shared/wire/alarm-changed.ts';
import { eventNamed } from '../support/events.ts';

const alarm = (name: string) => alarmOfEvent(readAlarmChanged(eventNamed(`alarms/${name}`)));

describe('what an alarm has crossed', () => {
  test.each([
    ['metric', '> 80'],
    ['anomaly', 'outside of 31.5 to 64.5'],
    ['log', '> 10'],
    ['contributor', '> 95'],
    ['sns-metric', '> 80'],
    ['target-tracking', '< 54'],
  ])('of %s is %s, without a look', (name, words) => {
    const condition = conditionOf(alarm(name));

    expect(condition && conditionInWords(condition)).toBe(words);
  });

  test.each(['composite', 'promql'])('is nothing that the event of %s could tell', (name) => {
    expect(conditionOf(alarm(name))).toBeNull();
  });

  test.each([
    ['GreaterThanOrEqualToThreshold', '>= 5'],
    ['LessThanThreshold', '< 5'],
    ['LessThanOrEqualToThreshold', '<= 5'],
  ])('by %s is %s', (comparisonOperator, words) => {
    const condition = conditionOf({
      configuration: { kind: 'metric', metrics: [], threshold: 5, comparisonOperator },
      state: { value: 'ALARM' },
    });

    expect(condition && conditionInWords(condition)).toBe(words);
  });

  test.each([
    ['were greater than or equal to the threshold (-1.5E-4)', '>= -0.00015'],
    ['was less than the lower threshold (3.0)', 'below 3'],
    ['was not less than the threshold (3.0)', '< 3'],
  ])('is read from the reason where nothing else says it: %s', (reason, words) => {
    const state = { value: 'ALARM', reason } as const;
    const threshold = reason.includes('lower') ? { threshold: 3 } : {};
    const condition = conditionOf({
      configuration: { kind: 'metric', metrics: [], ...threshold },
      state,
    });

    expect(condition && conditionInWords(condition)).toBe(words);
  });
});

test.each([
  [97.3, '97.3'],
  [1_203.96, '1,204'],
  [0, '0'],
  [-0.000015, '-1.5e-5'],
  [0.12345678, '0.1235'],
])('%p is written %s', (value, text) => {
  expect(figure(value)).toBe(text);
});

test('the newest value is in the reason where SNS tells no data', () => {
  expect(lastValueOf(alarm('sns-metric').state)).toBe(97.3);
});

test('a band is there for the sake of its metric, which is what the alarm is about', () => {
  const watched = watchedMetric(alarm('anomaly').configuration);

  expect(watched && nameOfMetric(watched)).toBe('MemoryUtilization');
});

test('a query is called what it selects', () => {
  const watched = watchedMetric(alarm('contributor').configuration);

  expect(watched && nameOfMetric(watched)).toBe('MAX(MemoryUtilization)');
});

test('how long it took is told as CloudWatch counted it', () => {
  expect(spanInWords(alarm('metric'), '1m')).toBe('3 of the last 5 periods of 1m');
  expect(spanInWords(alarm('log'), '')).toBe('2 of the last 3 evaluations');
  expect(spanInWords(alarm('promql'), '')).toBeNull();
});
