import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../shared/alarm/decide.ts';
import type { Alarm } from '../../shared/alarm/facts.ts';
import type { Receiver } from '../../shared/config/types.ts';
import type { StateValue } from '../../shared/core/alarm.ts';
import type { Incident } from '../../shared/core/incident.ts';
import type { Notice } from '../../shared/core/notice.ts';
import { fold } from '../../shared/notify/fold.ts';
import { yml } from '../support/config.ts';
import '../support/seed.ts';

const receiver: Receiver = { name: 'ops', sns: { topicArn: null, format: 'text' } };
const config = yml();
const arn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:any-memory';

type Change = { readonly series: string; readonly minute: number; readonly value: StateValue };

const change = fc.record({
  series: fc.constantFrom('web', 'worker', 'vote'),
  minute: fc.integer({ min: 0, max: 59 }),
  value: fc.constantFrom('OK', 'ALARM', 'INSUFFICIENT_DATA'),
});

/** What happens in an hour, in its order: nothing at the same time. */
const hourOf = fc
  .uniqueArray(change, { minLength: 1, maxLength: 30, selector: ({ minute }) => minute })
  .map((changes) => changes.toSorted((one, other) => one.minute - other.minute));

const arrivals = hourOf.chain((changes) =>
  fc.record({
    changes: fc.constant(changes),
    // Every change comes once at least, and some of them again.
    order: fc.array(fc.nat(changes.length - 1), { maxLength: 10 }).chain((again) =>
      fc.shuffledSubarray([...changes.keys(), ...again], {
        minLength: changes.length + again.length,
      }),
    ),
  }),
);

function alarmAfter(changes: readonly Change[], index: number): Alarm {
  const { series, minute, value } = changes[index] ?? changes[0] ?? never();
  const before = changes.slice(0, index).findLast((one) => one.series === series);
  const at = new Date(Date.UTC(2026, 9, 6, 2, minute)).toISOString();
  return {
    alarmArn: arn,
    alarmName: 'any-memory',
    at,
    configuration: { kind: 'metric', metrics: [] },
    state: { value, at },
    alarmContributor: { id: series, attributes: { ServiceName: series } },
    alarmTags: {},
    ...(before ? { previousState: { value: before.value } } : {}),
  };
}

function never(): never {
  throw new Error('there is a change');
}

function noticesOf(changes: readonly Change[], index: number): readonly Notice[] {
  const alarm = alarmAfter(changes, index);
  const facts = { of: 'alarm/1', now: alarm.at, about: 'change', alarm, detail: null } as const;
  return decide(facts, config).actions.flatMap((action) =>
    action.do === 'notify' ? [{ ...action.notice, id: `${index}` }] : [],
  );
}

const boardAfter = (changes: readonly Change[], order: readonly number[]): Incident | null =>
  order
    .flatMap((index) => noticesOf(changes, index))
    .reduce<Incident | null>((incident, notice) => fold(incident, notice, receiver), null);

const membersOf = (incident: Incident | null): readonly string[] =>
  (incident?.open ?? []).map(({ about }) => about).toSorted();

describe('however the changes of an alarm arrive', () => {
  test('those burn at the end whose last word, but for missing data, was ALARM', () => {
    fc.assert(
      fc.property(arrivals, ({ changes, order }) => {
        const said = changes.filter(({ value }) => value !== 'INSUFFICIENT_DATA');
        const last = new Map(said.map(({ series, value }) => [series, value]));
        const burning = [...last.values()].filter((value) => value === 'ALARM').length;

        expect(boardAfter(changes, order)?.open.length ?? 0).toBe(burning);
      }),
      { numRuns: 500 },
    );
  });

  test('the same burn as when they arrive in their order and once each', () => {
    fc.assert(
      fc.property(arrivals, ({ changes, order }) => {
        const inOrder = boardAfter(changes, [...changes.keys()]);

        expect(membersOf(boardAfter(changes, order))).toEqual(membersOf(inOrder));
      }),
      { numRuns: 500 },
    );
  });
});
