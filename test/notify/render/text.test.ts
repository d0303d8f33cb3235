import { describe, expect, test } from '@jest/globals';
import { subjectOf } from '../../../shared/notify/render/text.ts';
import { dateAndTimeOf, spanOf, timeOf } from '../../../shared/notify/render/times.ts';
import { wrap } from '../../../shared/notify/render/wrap.ts';
import { aNotice, anIncident } from '../../support/notices.ts';

describe('a subject', () => {
  test.each([
    ['report — given up', 1, '[ERROR] report - given up'],
    ['Café “déjà vu” × 2 → 3', 1, '[ERROR] Cafe "deja vu" x 2 -> 3'],
    ['two\nlines', 12, '[ERROR] two lines (x12)'],
    ['任务失败', 1, '[ERROR] ????'],
  ])('of %j, %d times', (title, count, expected) => {
    expect(subjectOf(anIncident({ latest: aNotice({ title }), count }))).toBe(expected);
  });

  test('keeps its count when the title is long', () => {
    const subject = subjectOf(
      anIncident({ latest: aNotice({ title: 'long '.repeat(40) }), count: 7 }),
    );

    expect(subject).toHaveLength(99);
    expect(subject).toMatch(/\.\.\. \(x7\)$/);
  });
});

describe('times', () => {
  test('are in UTC, whatever zone they were written in', () => {
    expect(timeOf('2026-03-03T01:30:00+02:00')).toBe('23:30 UTC');
    expect(dateAndTimeOf('2026-03-03T01:30:00+02:00')).toBe('2026-03-02 23:30 UTC');
  });

  test.each([
    [{ count: 1 }, 'since 2026-03-03 14:02 UTC'],
    [
      { count: 7, updatedAt: '2026-03-03T14:31:00Z' },
      '×7 since 2026-03-03 14:02 UTC, last 14:31 UTC',
    ],
    [
      { count: 7, updatedAt: '2026-03-04T00:01:00Z' },
      '×7 since 2026-03-03 14:02 UTC, last 2026-03-04 00:01 UTC',
    ],
    [
      { count: 1, resolvedAt: '2026-03-03T14:14:00Z' },
      'since 2026-03-03 14:02 UTC, resolved 14:14 UTC after 12m',
    ],
  ])('%j', (given, expected) => {
    expect(spanOf(anIncident(given), '×')).toBe(expected);
  });
});

describe('wrapping', () => {
  test.each([
    ['breaks between words', 'aaa bbb ccc', ['aaa bbb', '  ccc']],
    ['breaks a long word where it must', 'aaaaaaaaaa', ['aaaaaaaa', '  aa']],
    ['keeps line breaks', 'aaa\nbbb', ['aaa', 'bbb']],
    ['keeps both halves of a character together', 'aaaaaaa💥b', ['aaaaaaa', '  💥b']],
    ['leaves nothing behind of trailing spaces', 'aaaaaaaa   ', ['aaaaaaaa']],
  ])('%s', (_what, text, lines) => {
    expect(wrap(text, 8, '  ').filter((line) => line.trim() !== '')).toEqual(lines);
  });
});
