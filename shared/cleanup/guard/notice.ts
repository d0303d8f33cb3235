import { counted } from '../../core/counted.ts';
import type { Reason } from '../../core/decision.ts';
import type { Endangered, Watch } from '../../core/lifecycle.ts';
import type { Notice } from '../../core/notice.ts';
import { fewOf } from '../few-fields.ts';
import type { ReportFacts } from './facts.ts';

const printsAll = '`deckhand guard` prints all of them';

/** One conversation a region: what is about to go there. */
const incidentOf = ({ region }: ReportFacts): string => `lifecycle-policies#${region}`;

const base = ({ now, region }: ReportFacts, reasons: readonly Reason[]) => ({
  ...{ id: '', at: now, counts: false, changes: [], links: [], outcomes: [], reasons },
  about: `lifecycle policies in ${region}`,
});

/** Images in use are about to go: told until none is any more. */
export function endangeredNotice(
  facts: ReportFacts,
  dangers: readonly Watch[],
  gaps: readonly Watch[],
  reasons: readonly Reason[],
): Notice {
  const severity = dangers.some(isCritical) ? 'critical' : 'warning';
  const count = dangers.reduce((sum, { howMany }) => sum + howMany, 0);
  return {
    ...base(facts, reasons),
    ...{ incident: incidentOf(facts), phase: 'firing', severity },
    title: `Amazon ECR is about to ${verbOf(dangers)} ${counted(count, 'image')} in use`,
    summary:
      "It goes by its repositories' own lifecycle policies within 24 hours, and knows of no use. " +
      '`deckhand guard` prints all of it, and `deckhand guard REPOSITORY --patch` a policy that spares them.',
    labels: labelsOf(severity),
    fields: fewOf(
      [
        ...dangers.map((watch) => ({ name: watch.repository, value: inShort(watch) })),
        ...gaps.map(({ repository, gap }) => ({ name: repository, value: `not seen: ${gap}` })),
      ],
      printsAll,
    ),
  };
}

/** What could not be seen, by itself: nobody knows of any danger. */
export function unseenNotice(
  facts: ReportFacts,
  gaps: readonly Watch[],
  reasons: readonly Reason[],
): Notice {
  return {
    ...base(facts, reasons),
    ...{ incident: `guard#${facts.run}`, phase: 'info', severity: 'warning' },
    title: `Not known whether Amazon ECR is about to delete images in use: ${counted(gaps.length, 'repository')}`,
    summary:
      'Their own lifecycle policies let images go, or may; whether somebody uses these could not be seen.',
    labels: labelsOf('warning'),
    fields: fewOf(
      gaps.map(({ repository, gap }) => ({ name: repository, value: gap ?? '' })),
      printsAll,
    ),
  };
}

export function overNotice(facts: ReportFacts, reasons: readonly Reason[]): Notice {
  return {
    ...base(facts, reasons),
    ...{ incident: incidentOf(facts), phase: 'resolved', severity: 'info' },
    title: 'No lifecycle policy is about to touch an image in use any more',
    summary: 'Previewed once more, none takes what somebody uses.',
    ...{ labels: labelsOf('info'), fields: [] },
  };
}

const labelsOf = (severity: Notice['severity']) => ({ kind: 'lifecycle-policy', severity });

const isCritical = ({ endangered }: Watch): boolean =>
  endangered.some(({ isNeeded, when }) => isNeeded && when !== 'by-count');

function verbOf(dangers: readonly Watch[]): string {
  const actions = new Set(
    dangers.flatMap(({ endangered }) => endangered.map(({ action }) => action)),
  );
  if (!actions.has('transition')) return 'delete';
  return actions.has('expire') ? 'delete or archive' : 'archive';
}

const told = 2;

/** `1.4.2 by rule 2, within 24 hours: service shop/web; and 3 more; rule 1 is there to protect …`. */
function inShort({ endangered, howMany, findings, gap }: Watch): string {
  const more = howMany - Math.min(told, endangered.length);
  return [
    ...endangered.slice(0, told).map(lineOf),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...findings
      .filter(({ message }) => !message.startsWith('is about to'))
      .map(({ rule, message }) => `rule ${rule} ${message}`),
    ...(gap === null ? [] : [`not seen: ${gap}`]),
  ].join('; ');
}

const lineOf = ({ tags: [tag], digest, rule, when, because }: Endangered): string =>
  `${tag ?? digest.slice(0, 19)} by rule ${rule}, ${inTime[when]}: ${because}`;

const inTime = {
  now: 'within 24 hours',
  'by-age': 'old enough within a day',
  'by-count': 'within a day if as much is pushed as today',
} as const;
