import { describe, expect, test } from '@jest/globals';
import { formatDuration, parseDurationMs } from '../../shared/config/duration.ts';

describe('a duration', () => {
  test.each([
    ['0s', 0],
    ['250ms', 250],
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['1d1h1m1s1ms', 90_061_001],
  ])('%s is %d milliseconds', (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  test.each(['', '10', 'm', '10 m', '-5m', '1.5h', '10M', '5m later', 'PT5M'])(
    '%j is none',
    (text) => {
      expect(parseDurationMs(text)).toBeNull();
    },
  );

  test.each([
    [0, '0ms'],
    [250, '250ms'],
    [45_000, '45s'],
    [600_000, '10m'],
    [5_400_000, '1h 30m'],
    [90_061_000, '1d 1h'],
    [86_400_000, '1d'],
  ])('%d milliseconds are said as %s', (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });
});
