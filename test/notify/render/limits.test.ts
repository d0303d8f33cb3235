import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Notice } from '../../../shared/core/notice.ts';
import { fold } from '../../../shared/notify/fold.ts';
import { amazonQMessage } from '../../../shared/notify/render/amazon-q.ts';
import { pagerDutyEvent } from '../../../shared/notify/render/pagerduty.ts';
import { slackMessage } from '../../../shared/notify/render/slack.ts';
import { subjectOf, textOf } from '../../../shared/notify/render/text.ts';
import { threadMessage } from '../../../shared/notify/render/thread.ts';
import { slackProblems } from '../../support/block-kit.ts';
import { aNotice, anIncident } from '../../support/notices.ts';
import { amazonQProblems, pagerDutyProblems } from '../../support/receiver-limits.ts';

const word = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('`', '```', '<', '>', '&', '*', '\n', '\t', '\u0000', '"', '\\', '💥', '\ud83d'),
  fc.constantFrom(
    '<!channel>',
    '<@U1>',
    'مرحبا\u202eabc',
    'x'.repeat(400),
    '語'.repeat(200),
    '💥'.repeat(200),
    '\u0001'.repeat(200),
  ),
  fc.constantFrom('<'.repeat(1_000), '"'.repeat(1_000), '\n'.repeat(1_000), ' '.repeat(200)),
);
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));
const texts = fc.array(text, { maxLength: 30 });

const anyNotice: fc.Arbitrary<Notice> = fc
  .record({
    phase: fc.constantFrom('firing' as const, 'resolved' as const, 'info' as const),
    severity: fc.constantFrom(
      'info' as const,
      'warning' as const,
      'error' as const,
      'critical' as const,
    ),
    title: text,
    summary: text,
    labels: fc.dictionary(fc.constantFrom('cluster', 'service', 'family'), text),
    fields: fc.array(fc.record({ name: fc.oneof(text, fc.constant('Hint')), value: text }), {
      maxLength: 60,
    }),
    log: fc.record({ container: text, lines: texts }),
    graph: fc.record({ region: fc.constant('eu-west-1'), sparkline: text, alt: text }),
    changes: texts,
    links: fc.array(fc.record({ text, url: fc.webUrl({ withQueryParameters: true }) })),
    reasons: fc.array(fc.record({ rule: text, holds: fc.boolean(), because: text }), {
      maxLength: 40,
    }),
  })
  .map((given) => aNotice(given));

describe('whatever a notice says', () => {
  test("its Slack message keeps all of Slack's limits, folded first or not", () => {
    fc.assert(
      fc.property(anyNotice, fc.nat(), (notice, count) => {
        const raw = anIncident({ latest: notice, count });
        const folded = fold(null, notice, { name: 'ops' });

        const incidents = [raw, folded].flatMap((some) => [
          some,
          { ...some, graph: { of: 'graph', file: 'F0123456789' } },
          { ...some, graph: { of: 'graph', why: notice.summary } },
        ]);

        const problems = incidents.flatMap((some) => slackProblems(slackMessage(some)));

        expect(problems).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("its notification keeps all of Amazon Q's limits", () => {
    fc.assert(
      fc.property(anyNotice, fc.nat(), (notice, count) => {
        const raw = anIncident({ latest: notice, count });
        const folded = fold(null, notice, { name: 'ops' });

        const problems = [raw, folded].flatMap((some) => amazonQProblems(amazonQMessage(some)));

        expect(problems).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("its event keeps all of PagerDuty's limits", () => {
    fc.assert(
      fc.property(anyNotice, fc.nat(), (notice, count) => {
        const raw = anIncident({ latest: notice, count });
        const folded = fold(null, notice, { name: 'ops' });

        const problems = [raw, folded].flatMap((some) => pagerDutyProblems(pagerDutyEvent(some)));

        expect(problems).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('its thread lines fit into one reply', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), (lines) => {
        expect(slackProblems(threadMessage(lines.map((line) => `14:02 UTC ${line}`)))).toEqual([]);
      }),
    );
  });

  test('its subject is one that SNS takes', () => {
    fc.assert(
      fc.property(anyNotice, fc.nat(), (notice, count) => {
        expect(subjectOf(anIncident({ latest: notice, count }))).toMatch(/^\[[\x20-\x7e]{0,98}$/);
      }),
    );
  });

  test('its mail has no line longer than 78 columns, other than links, and stays small', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        const mail = textOf(fold(null, notice, { name: 'ops' }));

        const long = mail.split('\n').filter((line) => line.length > 78);
        expect(long.filter((line) => !/^ {2}https?:/.test(line))).toEqual([]);
        expect(Buffer.byteLength(mail)).toBeLessThan(256 * 1_024);
      }),
      { numRuns: 60 },
    );
  });
});
